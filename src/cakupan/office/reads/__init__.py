"""What facilities' software read of people: the counter's access log as the office takes it in, and what stands out in it."""

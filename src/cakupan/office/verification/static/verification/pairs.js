// One key per answer; the same buttons do it without this file.
"use strict";

document.addEventListener("keydown", (key) => {
  if (key.ctrlKey || key.altKey || key.metaKey || key.repeat) return;
  if (key.target.closest("input, textarea, select, [contenteditable]")) return;
  const button = document.querySelector(`[data-key="${CSS.escape(key.key.toLowerCase())}"]`);
  if (!button || button.disabled) return;
  key.preventDefault();
  const reason = document.getElementById("id_reason");
  // Different persons need a reason: the key leads to where it is written, Enter sends it from there.
  if (button.hasAttribute("data-needs-reason") && !reason.value.trim()) {
    reason.focus();
    return;
  }
  button.click();
});

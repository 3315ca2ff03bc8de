// The desk by keyboard: a key named on a button presses it; after an answer the next number can be typed at once.
"use strict";

document.addEventListener("keydown", (pressed) => {
  const named = document.querySelector(`[data-key="${CSS.escape(pressed.key)}"]`);
  if (!named) return;
  pressed.preventDefault();
  named.click();
});

const number = document.getElementById("id_number");
if (number && document.getElementById("jawaban")) {
  number.focus();
  number.select();
}

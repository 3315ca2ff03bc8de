// The desk by keyboard: a key named on a button presses it; after an answer, or a number that was none, the next one can be
// typed or scanned at once: what is wrong stands beside the field, and a list of one error would only take the keyboard away.
"use strict";

document.addEventListener("keydown", (pressed) => {
  const named = document.querySelector(`[data-key="${CSS.escape(pressed.key)}"]`);
  if (!named) return;
  pressed.preventDefault();
  named.click();
});

const number = document.getElementById("id_number");
if (number && (document.getElementById("jawaban") || number.getAttribute("aria-invalid"))) {
  number.focus();
  number.select();
}

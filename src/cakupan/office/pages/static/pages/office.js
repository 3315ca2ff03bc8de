// The little that moves on every page: choosing rows, the error summary, one click per form, charts where there are any.
"use strict";

function chooseRows(table) {
  const all = table.querySelector("[data-choose-all]");
  const rows = [...table.querySelectorAll("tbody input[type=checkbox]")];
  const says = table.querySelector("[data-chosen]");
  const tell = () => {
    const chosen = rows.filter((row) => row.checked).length;
    rows.forEach((row) => row.closest("tr").classList.toggle("picked", row.checked));
    all.checked = chosen === rows.length && chosen > 0;
    all.indeterminate = chosen > 0 && chosen < rows.length;
    says.hidden = chosen === 0;
    says.textContent = `${chosen} ${says.dataset.one}`;
  };
  all.addEventListener("change", () => {
    rows.forEach((row) => { row.checked = all.checked; });
    tell();
  });
  rows.forEach((row) => row.addEventListener("change", tell));
  tell();
}

function showErrors(summary) {
  summary.focus();
  summary.addEventListener("click", (click) => {
    const link = click.target.closest("a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    click.preventDefault();
    field.closest(".govuk-form-group").scrollIntoView();
    field.focus({ preventScroll: true });
  });
}

// A second click would send a form twice; it works again after a while (a file came) and when the page comes back.
function sendOnce(form) {
  form.addEventListener("submit", (sent) => {
    if (form.dataset.sent) sent.preventDefault();
    form.dataset.sent = "1";
    setTimeout(() => { delete form.dataset.sent; }, 5000);
  });
  window.addEventListener("pageshow", () => { delete form.dataset.sent; });
}

function load(source) {
  return new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = source;
    script.onload = done;
    script.onerror = failed;
    document.head.append(script);
  });
}

async function drawCharts(first) {
  await load(first.dataset.engine);
  await load(first.dataset.drawing);
}

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("[data-choosing]").forEach(chooseRows);
  document.querySelectorAll("[data-error-summary]").forEach(showErrors);
  document.querySelectorAll("form[method=post]").forEach(sendOnce);
  document.querySelectorAll("[data-print]").forEach((button) => button.addEventListener("click", () => window.print()));
  document.querySelectorAll("[data-back]").forEach((button) => {
    button.hidden = history.length < 2;
    button.addEventListener("click", () => history.back());
  });
  const chart = document.querySelector("[data-chart]");
  if (chart) drawCharts(chart).catch(() => {}); // the table below the chart says the same
  document.addEventListener("keydown", (key) => {
    if (key.key === "Escape") document.querySelectorAll(".account[open]").forEach((menu) => { menu.open = false; });
  });
});

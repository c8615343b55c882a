// Keyboard, the preview of a typed value, and the progress of a run. Pages work without it.
"use strict";

const typing = (element) => element.matches("input:not([type=radio]):not([type=checkbox]), textarea, select");

function move(step) {
  const links = [...document.querySelectorAll(".queue .cell")];
  const at = links.indexOf(document.activeElement);
  const next = links[Math.min(Math.max(at + step, 0), links.length - 1)];
  if (next) next.focus();
}

document.addEventListener("keydown", (event) => {
  const form = document.getElementById("putusan");
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && form) {
    event.preventDefault();
    form.requestSubmit();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (event.key === "j") move(1);
  else if (event.key === "k") move(-1);
  else if (/^[1-9]$/.test(event.key) && form) {
    const chosen = form.querySelectorAll(".cand")[Number(event.key) - 1];
    if (chosen) {
      event.preventDefault(); // the key must not be typed into the field that gets the focus
      chosen.click();
    }
  } else {
    const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!target) return;
    event.preventDefault();
    target.click();
    if (target.matches("input")) target.focus();
  }
});

function fields(form) {
  const chosen = form.querySelector("[name=aksi]:checked");
  for (const part of form.querySelectorAll("[data-for]"))
    part.hidden = !chosen || part.dataset.for !== chosen.value;
}

async function preview(form) {
  const input = form.querySelector("#nilai"), told = form.querySelector("#dibaca");
  if (!input.value.trim()) { told.textContent = ""; return; }
  const asked = new URLSearchParams({ dok: form.dataset.dok, sel: form.dataset.sel, nilai: input.value });
  const typed = input.value;
  const answer = await (await fetch(`/baca?${asked}`)).json();
  if (typed !== input.value) return;
  told.classList.toggle("bad", "salah" in answer);
  told.textContent = "salah" in answer ? told.dataset[answer.salah] : `${told.dataset.label}: ${answer.nilai}`;
}

const form = document.getElementById("putusan");
if (form) {
  const input = form.querySelector("#nilai");
  let later = 0;
  form.addEventListener("change", (event) => {
    if (event.target.name !== "aksi") return;
    fields(form);
    if (event.target.value === "koreksi") input.focus();
  });
  input.addEventListener("input", () => { clearTimeout(later); later = setTimeout(() => preview(form), 250); });
  for (const button of form.querySelectorAll(".cand"))
    button.addEventListener("click", () => {
      form.querySelector("[name=aksi][value=koreksi]").checked = true;
      fields(form);
      input.value = button.dataset.value;
      input.focus();
      preview(form);
    });
  fields(form);
}

const wide = document.querySelector(".wide img");
if (wide) {
  const middle = () => {
    const frame = wide.parentElement;
    frame.scrollLeft = (frame.scrollWidth - frame.clientWidth) / 2;
    frame.scrollTop = (frame.scrollHeight - frame.clientHeight) / 2;
  };
  if (wide.complete) middle();
  wide.addEventListener("load", middle);
}

const running = document.getElementById("jalan");
if (running) {
  const ask = async () => {
    const told = await (await fetch(`/proses.json?dok=${encodeURIComponent(running.dataset.dok)}`)).json();
    if (!told.berjalan) { location.reload(); return; }
    const bar = running.querySelector("progress");
    if (told.halaman) { bar.max = told.halaman; bar.value = told.selesai; }
    for (const part of running.querySelectorAll("[data-told]"))
      part.textContent = told[part.dataset.told] || (part.dataset.told === "halaman" ? "?" : "0");
    setTimeout(ask, 1000);
  };
  setTimeout(ask, 700);
}

// The page of requirements: finding, one form at a time, focus, and order by dragging. Nothing here
// is needed to read the page or to send a form.
(() => {
  "use strict";

  // A form that is open, and whether something was typed in it that is not saved.
  let dirty = false;
  const openForm = () => document.querySelector("[data-entry-form]");
  const leaves = () => !dirty || window.confirm(openForm()?.dataset.leave ?? "");

  document.addEventListener("input", (event) => {
    if (event.target.closest("[data-entry-form]")) dirty = true;
    if (event.target.closest("[data-finder]")) find();
  });
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-finder]")) {
      event.preventDefault();
      find();
    }
  });
  window.addEventListener("beforeunload", (event) => {
    if (dirty && openForm()) event.preventDefault();
  });

  // Another form is opened, or this one is left: ask first. The other entry gets its sentence back.
  document.addEventListener("htmx:before:request", (event) => {
    const from = event.target;
    const opens = from.matches(".entry-edit, .add, [data-cancel], .part-action");
    if (!opens || !openForm()) return;
    if (!leaves()) {
      event.preventDefault();
      return;
    }
    dirty = false;
    if (!from.matches("[data-cancel]")) giveBack();
  });
  const kept = new WeakMap();
  const giveBack = () => {
    const entry = openForm()?.closest(".entry");
    const before = entry && kept.get(entry);
    if (before) {
      entry.replaceChildren(...before);
      window.htmx.process(entry);
    }
  };
  document.addEventListener("htmx:before:swap", (event) => {
    const entry = event.target.closest?.(".entry");
    if (entry && !entry.querySelector("[data-entry-form]")) kept.set(entry, [...entry.childNodes]);
  });

  // Focus goes where the eye is: to the form that opened, to what is wrong in it, to what was saved.
  document.addEventListener("htmx:after:swap", () => {
    startOrder();
    const form = openForm();
    const wrong = form?.querySelector("[role=alert]");
    if (wrong) {
      wrong.tabIndex = -1;
      wrong.focus();
    } else if (form && !form.contains(document.activeElement)) {
      form.querySelector(".form-title")?.focus({ preventScroll: true });
      form.scrollIntoView({ block: "nearest", behavior: "instant" });
    } else if (!form) {
      dirty = false;
      const saved = document.querySelector(".entry-saved");
      saved?.scrollIntoView({ block: "center", behavior: "instant" });
      saved?.querySelector(".entry-edit")?.focus({ preventScroll: true });
      find();
    }
  });

  // Finding: rows without the words step back, and parts without rows.
  function find() {
    const box = document.getElementById("find");
    if (!box) return;
    const typed = box.value.toLowerCase().replace(/(\w)\(/g, "$1 ("); // 2(a) finds 2 (a)
    const words = typed.split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const part of document.querySelectorAll("[data-part]")) {
      let any = false;
      for (const entry of part.querySelectorAll("[data-entry]")) {
        const text = entry.textContent.toLowerCase();
        entry.hidden = !entry.querySelector("form") && !words.every((word) => text.includes(word));
        any ||= !entry.hidden;
      }
      part.hidden = words.length > 0 && !any;
      shown += any ? 1 : 0;
    }
    const found = document.querySelector("[data-found]");
    found.textContent = shown ? "" : found.dataset.none;
  }

  // Order by dragging: where the item was let go is sent, and the list comes back.
  function startOrder() {
    const order = document.querySelector("[data-order]");
    const list = order?.querySelector(".order-list");
    if (!list || list.dataset.ready || !window.Sortable) return;
    list.dataset.ready = "yes";
    window.Sortable.create(list, {
      handle: ".handle",
      animation: 120,
      onEnd: ({ item, oldIndex, newIndex }) => {
        if (oldIndex === newIndex) return;
        const values = { key: item.dataset.key, position: newIndex, version: order.dataset.version };
        window.htmx.ajax("POST", order.dataset.order, { source: item.querySelector(".handle"), target: order, swap: "outerHTML", values });
      },
    });
  }

  startOrder();
  find();
})();

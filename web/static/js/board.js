// Dragging on the board. A drop fills in and sends the form that the card has anyway, and the
// answer is the whole board; without this file everything works through that form.
(() => {
  "use strict";

  const cells = () => document.querySelectorAll('.board[data-editable="yes"] .board-cell');

  const send = (card, cell) => {
    const form = card.querySelector(".move form");
    form.elements.to.value = cell.dataset.period;
    form.requestSubmit();
  };

  // Where a dragged card came from: it goes back there if the answer is no board.
  let putBack = () => {};

  const prepare = () => {
    for (const cell of cells()) {
      if (Sortable.get(cell)) continue;
      new Sortable(cell, {
        group: cell.dataset.column, // the column belongs to the business: it is not moved across
        sort: false,
        animation: 120,
        delay: 180,
        delayOnTouchOnly: true, // a short touch scrolls
        filter: "a, button, summary, select",
        preventOnFilter: false,
        ghostClass: "card-ghost",
        onStart: () => document.body.classList.add("dragging", `dragging-${cell.dataset.column}`),
        onEnd: ({ item, from, to, oldIndex }) => {
          document.body.classList.remove("dragging", `dragging-${cell.dataset.column}`);
          if (to === from) return;
          putBack = () => from.insertBefore(item, from.children[oldIndex] ?? null);
          send(item, to);
        },
      });
    }
  };

  for (const failure of ["htmx:response:error", "htmx:error"]) {
    document.addEventListener(failure, () => {
      putBack();
      putBack = () => {};
    });
  }

  // The button that moved a card, or back, is gone with the old board: the keyboard stays with the
  // card, which is scrolled to only where the button was not on it, or where the bar covers it. What
  // is above the grid on a small screen grows and shrinks: the grid stays where it is on the screen.
  let moved = "";
  let near = true;
  document.addEventListener("submit", ({ target }) => {
    near = !target.dataset.movesBack;
    moved = target.dataset.movesBack ?? (target.closest(".move")?.closest(".card-meeting").id || "");
  });
  const top = () => document.querySelector(".board-main").getBoundingClientRect().top;
  let place = top();
  document.addEventListener("htmx:before:swap", () => {
    place = top();
  });
  document.addEventListener("htmx:after:swap", () => {
    prepare();
    window.scrollBy(0, top() - place);
    place = top();
    const summary = document.querySelector(`#${moved || "none"} .move summary`);
    summary?.focus({ preventScroll: near });
    const bar = document.querySelector(".board-bar").getBoundingClientRect();
    const seen = summary?.getBoundingClientRect();
    if (seen && seen.top < bar.bottom && seen.bottom > bar.top) summary.scrollIntoView({ block: "nearest" });
    moved = "";
  });
  prepare();
})();

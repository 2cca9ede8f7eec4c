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
        onEnd: ({ item, from, to }) => {
          document.body.classList.remove("dragging", `dragging-${cell.dataset.column}`);
          if (to !== from) send(item, to);
        },
      });
    }
  };

  document.addEventListener("htmx:after:swap", prepare);
  prepare();
})();

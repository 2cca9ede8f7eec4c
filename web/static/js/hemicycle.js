// What every page needs. Loaded last; nothing here is needed to read a page.
(() => {
  "use strict";

  // A form that cannot be undone asks first.
  document.addEventListener("submit", (event) => {
    const question = event.target.dataset.confirm;
    if (question && !window.confirm(question)) event.preventDefault();
  });

  // Bring what was wrong with a form to the reader's attention.
  document.querySelector(".error-summary")?.focus();
})();

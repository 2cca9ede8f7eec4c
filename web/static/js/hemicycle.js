// What every page needs. Loaded last; nothing here is needed to read a page.
(() => {
  "use strict";

  // A form that cannot be undone asks first.
  document.addEventListener("submit", (event) => {
    const question = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
    if (question && !window.confirm(question)) event.preventDefault();
  });

  // A file that would be refused is not sent first.
  document.addEventListener("change", (event) => {
    const { files, dataset } = event.target;
    if (!files || !dataset.most) return;
    const tooLarge = [...files].some((file) => file.size > Number(dataset.most));
    event.target.setCustomValidity(tooLarge ? dataset.tooLarge : "");
    event.target.reportValidity();
  });

  // Bring what was wrong with a form to the reader's attention.
  document.querySelector(".error-summary")?.focus();
})();

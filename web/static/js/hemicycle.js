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

  // What a page was open for too long to send is sent again with what the answer brings.
  document.addEventListener("htmx:after:request", ({ detail }) => {
    const token = detail.ctx.response?.headers.get("X-CSRFToken");
    if (!token) return;
    document.body.setAttribute("hx-headers:inherited", JSON.stringify({ "X-CSRFToken": token }));
    for (const field of document.querySelectorAll("[name=csrf_token]")) field.value = token;
  });

  // Who has signed in again comes back to the form.
  document.querySelector("form[data-at-once]")?.submit();

  // Bring what was wrong with a form to the reader's attention.
  document.querySelector(".error-summary")?.focus();
})();

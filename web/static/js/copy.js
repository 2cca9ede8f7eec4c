// Buttons that copy an address. Without this file one marks the text and copies it by hand.
(() => {
  "use strict";

  for (const button of document.querySelectorAll("[data-copy]")) {
    const field = document.getElementById(button.dataset.copy);
    button.hidden = false;
    button.addEventListener("click", async () => {
      field.select();
      try {
        await navigator.clipboard.writeText(field.value);
      } catch {
        return; // marked: the reader's own keys copy it
      }
      const label = button.textContent;
      button.textContent = button.dataset.done;
      document.getElementById("notices").textContent = button.dataset.done;
      setTimeout(() => {
        button.textContent = label;
        document.getElementById("notices").textContent = "";
      }, 2000);
    });
  }
})();

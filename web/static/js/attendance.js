// The checklist of who is present: found by typing, ticked by Enter, counted as one goes.
const form = document.querySelector("[data-attendance]");
if (form) {
  const find = form.querySelector("#find");
  const boxes = [...form.querySelectorAll("input[name=present]")];
  const plain = (said) => said.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim().toLowerCase();
  const names = new Map(boxes.map((box) => [box, plain(box.closest("label").textContent)]));
  const row = (box) => box.closest("li");

  const count = () => {
    const present = form.querySelectorAll("[data-party]:checked").length;
    form.querySelector("[data-present]").textContent = present;
  };
  const sift = () => {
    const said = plain(find.value);
    for (const box of boxes) row(box).hidden = !names.get(box).includes(said);
    for (const part of form.querySelectorAll("[data-category]")) part.hidden = !part.querySelector("li:not([hidden])");
  };
  const tick = (part, checked) => {
    for (const box of part.querySelectorAll("li:not([hidden]) input")) box.checked = checked;
    count();
  };

  for (const part of form.querySelectorAll("[data-find], [data-all]")) part.hidden = false;
  form.addEventListener("change", count);
  find.addEventListener("input", sift);
  find.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault(); // the form is saved by its button only
    const box = boxes.find((one) => !row(one).hidden && !one.checked);
    if (!box || !find.value.trim()) return;
    box.checked = true;
    count();
    find.select();
  });
  form.addEventListener("click", (event) => {
    const pressed = event.target.closest("[data-tick], [data-untick]");
    if (pressed) tick(pressed.closest("[data-category]"), "tick" in pressed.dataset);
  });
}

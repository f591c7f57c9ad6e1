// One more, one fewer: buttons beside a number, which can also be typed. Works with fragments that come later.
document.addEventListener("click", (e) => {
  const button = e.target.closest("[data-step]");
  const input = button?.parentElement.querySelector("input");
  if (!input) { return; }
  const least = Number(input.min || 0);
  const most = Number(input.max || Infinity);
  input.value = Math.min(most, Math.max(least, Number(input.value || 0) + Number(button.dataset.step)));
  input.dispatchEvent(new Event("input", { bubbles: true }));
});

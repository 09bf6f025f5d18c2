/** Shows the Copy buttons where the browser can copy. The pages work without it. */
export const SCRIPT = `
const say = (button, word) => {
  button.textContent = word;
  button.setAttribute("aria-label", word + " " + button.dataset.label);
};
for (const button of document.querySelectorAll(".copy button")) {
  const field = button.parentElement.querySelector("textarea");
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value);
      say(button, "Copied");
    } catch {
      field.select();
      say(button, "Selected");
    }
    setTimeout(say, 2000, button, "Copy");
  });
}
`;

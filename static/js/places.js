// Another country or wilaya has other fields, communes and prices: fetch them at once instead of by the button.
const button = document.querySelector("[data-places-button]");
for (const select of document.querySelectorAll("select[data-places]")) {
  select.addEventListener("change", () => button?.form.requestSubmit(button));
}

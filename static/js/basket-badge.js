// Shows how many pieces lie in the basket, from the small readable cookie the basket leaves: pages stay the same for all.
const badge = document.querySelector("[data-basket-badge]");
const count = Number(document.cookie.match(/(?:^|;\s*)basket_count=(\d{1,3})/)?.[1] ?? 0);
if (badge && count > 0) {
  badge.textContent = String(count);
  badge.hidden = false;
}

/* What the theme's bundle expects to find on every page: a scope for stored settings, and their getter and setter. */
(function () {
  "use strict";
  var base = new URL(document.currentScript.dataset.base || ".", location);
  if (!base.pathname.endsWith("/")) base = new URL(base.pathname + "/", location);
  window.__md_scope = base;
  window.__md_hash = function (text) {
    return Array.from(text).reduce(function (hash, sign) { return (hash << 5) - hash + sign.charCodeAt(0); }, 0);
  };
  window.__md_get = function (key, storage, scope) {
    try {
      return JSON.parse((storage || localStorage).getItem((scope || base).pathname + "." + key));
    } catch (error) {
      return null;
    }
  };
  window.__md_set = function (key, value, storage, scope) {
    try {
      (storage || localStorage).setItem((scope || base).pathname + "." + key, JSON.stringify(value));
    } catch (error) { /* storage is full or refused: the setting lasts for this page */ }
  };

  /* Names that the theme leaves out, for those who listen to the page. */
  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("[role=dialog]:not([aria-label])").forEach(function (dialog) {
      dialog.setAttribute("aria-label", "Search");
    });
    document.querySelectorAll(".task-list-item input").forEach(function (box) {
      box.setAttribute("aria-label", box.closest("li").textContent.trim());
    });
  });
})();

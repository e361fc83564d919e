/* Filters the table of challenges. The address keeps the state, so that a filtered table can be sent to a colleague. */
(function () {
  "use strict";
  var form = document.getElementById("kb-filters");
  var table = document.getElementById("kb-table");
  var count = document.getElementById("kb-count");
  if (!form || !table) return;
  var rows = Array.from(table.tBodies[0].rows).map(function (row) {
    return { row: row, text: (row.textContent + " " + row.dataset.text).toLowerCase() };
  });
  var names = ["q", "area", "impact", "variability", "package"];

  function fits(item, words) {
    return words.every(function (word) { return item.text.includes(word); }) &&
      names.slice(1).every(function (name) {
        var wanted = form.elements[name].value;
        return !wanted || item.row.dataset[name].split(" ").includes(wanted);
      });
  }

  function apply() {
    var words = form.elements.q.value.toLowerCase().split(/\s+/).filter(Boolean);
    var shown = 0;
    rows.forEach(function (item) {
      var found = fits(item, words);
      item.row.hidden = !found;
      shown += found;
    });
    count.textContent = shown === rows.length ? shown + " challenges" : shown + " of " + rows.length + " challenges";
  }

  function read() {
    var state = new URLSearchParams(location.search);
    names.forEach(function (name) { form.elements[name].value = state.get(name) || ""; });
    names.slice(1).forEach(function (name) {
      if (form.elements[name].selectedIndex < 0) form.elements[name].value = "";
    });
  }

  function keep() {
    var state = new URLSearchParams();
    names.forEach(function (name) {
      if (form.elements[name].value) state.set(name, form.elements[name].value);
    });
    var query = state.toString();
    history.replaceState(null, "", location.pathname + (query ? "?" + query : "") + location.hash);
  }

  form.addEventListener("input", function () { apply(); keep(); });
  form.addEventListener("reset", function () { setTimeout(function () { apply(); keep(); }); });
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  window.addEventListener("popstate", function () { read(); apply(); });
  read();
  apply();
  form.hidden = false;
})();

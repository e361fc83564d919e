/* The finder on the home page: a box that ranks challenges as one types. Nothing that is typed or dropped leaves the page. */
(function () {
  "use strict";
  var home = document.getElementById("finder");
  if (!home) return;
  var base = new URL(".", new URL(document.currentScript.src)).href + "../"; // the root of the site
  var LIMIT = 5, PAUSE = 120, IN_ADDRESS = 1500;
  var FIDELITY = { "preserves": "numbers stay", "within-noise": "numbers move within noise", "alters": "changes the numbers" };
  var data = null, waiting = [], timer = 0, file = null;

  function element(name, settings, children) {
    var made = document.createElement(name);
    Object.keys(settings || {}).forEach(function (key) { made.setAttribute(key, settings[key]); });
    (children || []).forEach(function (child) { made.append(child); });
    return made;
  }

  var box = element("textarea", {
    id: "finder-text", rows: "3", spellcheck: "false", autocomplete: "off", "aria-describedby": "finder-note",
    placeholder: "Paste an error or describe it"
  });
  var area = element("select", { id: "finder-area", "aria-label": "Area" }, ["", "dataset", "methodology", "infrastructure"].map(
    function (name) { return element("option", { value: name }, [name || "all areas"]); }));
  var pick = element("input", { type: "file", id: "finder-file", class: "kb-hidden" });
  var clear = element("button", { type: "button", class: "kb-clear" }, ["Clear"]);
  var state = element("p", { id: "finder-state", role: "status", "aria-live": "polite" });
  var list = element("ol", { id: "finder-results", class: "kb-results" });
  home.replaceChildren(
    element("label", { for: "finder-text", class: "kb-question" }, ["What went wrong?"]),
    box,
    element("div", { class: "kb-tools" }, [
      area, element("label", { for: "finder-file", class: "kb-pick", tabindex: "0" }, ["Open a log"]), pick, clear,
      element("span", { id: "finder-note", class: "kb-note" }, ["Drop a log file here, or press / to come back. Nothing leaves this page."])
    ]),
    state, list
  );

  window.reproKBData = function (packed) {
    data = window.ReproKB.read(packed);
    waiting.splice(0).forEach(function (go) { go(); });
  };

  function withData(go) {
    if (data) return go();
    waiting.push(go);
    if (waiting.length > 1) return;
    state.textContent = "Loading the catalogue…";
    var script = element("script", { src: base + "api/v1/finder.js" });
    script.onerror = function () {
      waiting = [];
      script.remove();
      state.textContent = "The catalogue's data could not be loaded. Reload the page, or ask on the command line: repro-kb suggest.";
    };
    document.head.append(script);
  }

  function badge(text, kind) { return element("span", { class: "kb-badge kb-" + kind }, [text]); }

  function because(found) {
    var said = [];
    if (found.hit) said.push("the line ", element("code", {}, [found.hit.line.slice(0, 160)]));
    if (found.words.length) said.push((found.hit ? " and " : "") + "the words ", element("em", {}, [found.words.join(", ")]));
    return said.length ? element("p", { class: "kb-note" }, ["because of "].concat(said)) : "";
  }

  function fix(id) {
    var known = data.fixes[id];
    return element("li", {}, [
      element("a", { href: base + "mitigations/" + id + ".html" }, [known.title]), " ",
      badge(FIDELITY[known.fidelity], known.fidelity), " ", badge(known.effort, "effort")
    ]);
  }

  function result(found) {
    var entry = found.entry;
    return element("li", { "data-id": found.id, "data-confidence": found.confidence, "data-score": String(found.score) }, [
      element("p", { class: "kb-do" }, [
        element("a", { href: base + "challenges/" + found.id + ".html" }, [entry.title]), " ",
        badge(found.confidence, found.confidence), " ", badge(entry.area, "area")
      ]),
      because(found),
      element("p", {}, [element("strong", {}, ["Confirm: "]), entry.check + "."]),
      element("details", {}, [
        element("summary", {}, ["Fixes, best first"]), element("ol", {}, entry.fixes.map(fix))
      ])
    ]);
  }

  function nothing() {
    return element("li", { class: "kb-nothing" }, [
      element("p", {}, ["Nothing in the catalogue speaks of this."]),
      element("p", {}, ["Paste the last lines of the traceback as they are, or say what you ran, what you expected and what came instead, with the names of the packages, the dataset and the metric."]),
      element("p", {}, [
        element("a", { href: base + "browse/table.html" }, ["Look through all challenges"]), " or ",
        element("a", { href: base + "contribute.html" }, ["propose a new one"]), "."
      ])
    ]);
  }

  function answer(text) {
    withData(function () {
      var started = performance.now();
      var found = text.trim() ? window.ReproKB.rank(text, LIMIT, area.value, data) : [];
      home.dataset.milliseconds = (performance.now() - started).toFixed(1);
      list.replaceChildren.apply(list, text.trim() ? (found.length ? found.map(result) : [nothing()]) : []);
      state.textContent = !text.trim() ? "" : found.length
        ? found.length + (found.length === 1 ? " challenge" : " challenges") + (file ? " in " + file.name : "") + ", the likeliest first" : "No challenge found";
      home.dataset.answered = text;
    });
  }

  function keep(text) {
    var address = new URL(location.href);
    if (text && text.length <= IN_ADDRESS && !file) address.searchParams.set("q", text);
    else address.searchParams.delete("q");
    if (area.value) address.searchParams.set("area", area.value);
    else address.searchParams.delete("area");
    history.replaceState(null, "", address);
  }

  function ask() {
    keep(box.value);
    if (file) file.text.then(answer);
    else if (box.value || list.children.length) answer(box.value);
  }

  function open(chosen) {
    if (!chosen) return;
    file = { name: chosen.name, text: chosen.arrayBuffer().then(function (bytes) { return window.ReproKB.readText(new Uint8Array(bytes)); }) };
    file.text.then(function (text) {
      box.value = text.length > 4000 ? "… " + text.slice(-4000) : text;
      ask();
    });
  }

  function later() {
    file = null;
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  }

  box.addEventListener("input", later);
  box.addEventListener("focus", function () { withData(function () { if (state.textContent.endsWith("…")) state.textContent = ""; }); }, { once: true });
  area.addEventListener("change", ask);
  clear.addEventListener("click", function () {
    file = null;
    box.value = "";
    ask();
    box.focus();
  });
  pick.addEventListener("change", function () {
    open(pick.files[0]);
    pick.value = ""; // so that the same file can be chosen again
  });
  home.addEventListener("dragover", function (event) {
    event.preventDefault();
    home.classList.add("kb-over");
  });
  home.addEventListener("dragleave", function () { home.classList.remove("kb-over"); });
  home.addEventListener("drop", function (event) {
    event.preventDefault();
    home.classList.remove("kb-over");
    if (event.dataTransfer.files.length) open(event.dataTransfer.files[0]);
    else {
      box.value = event.dataTransfer.getData("text");
      later();
    }
  });
  document.addEventListener("keydown", function (event) {
    var typing = /^(?:INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      event.stopPropagation();
      box.focus();
    } else if (event.key === "Escape" && event.target === box) clear.click();
    else if (event.key === "ArrowDown" && event.target === box && box.selectionEnd === box.value.length) {
      var first = list.querySelector("a");
      if (first) first.focus();
    }
  }, true);

  var asked = new URLSearchParams(location.search);
  area.value = asked.get("area") || "";
  if (area.selectedIndex < 0) area.value = "";
  if (asked.get("q")) {
    // The theme takes a question in the address for one to its own search, and would open that over the answer: the
    // question comes back into the address when the theme has looked.
    keep("");
    box.value = asked.get("q");
    answer(box.value);
    window.addEventListener("load", function () { setTimeout(function () { keep(box.value); }, 0); });
  }
})();

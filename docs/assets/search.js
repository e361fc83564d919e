/*
 * The theme's search reads a colon, a caret or a tilde as its own syntax and takes each word as the beginning of others, so
 * that a pasted line such as "AttributeError: module 'numpy' has no attribute 'float'" finds nothing, or everything that
 * begins with "no". Questions lose these signs on their way, and the words of a longer one stand for themselves.
 */
(function () {
  "use strict";
  var QUESTION = 2; // the theme's type of message
  var PHRASE = 5; // words from which on a question is a sentence or a pasted line
  var post = Worker.prototype.postMessage;

  function prepare(text) {
    var words = text.replace(/[:;,!?=|/\\()[\]{}<>"'`*~^+]+/g, " ").split(/\s+/).map(function (word) {
      return word.replace(/^[-.]+|[-.]+$/g, "");
    }).filter(Boolean);
    if (words.length < PHRASE) return words.map(whole).join(" ");
    return words.filter(function (word) { return word.length > 2; }).map(weigh).join(" ");
  }

  /* The theme parts words at hyphens; all parts of exclude-newer have to be there. */
  function whole(word) {
    return word.includes("-") ? word.split(/-+/).map(function (part) { return "+" + part; }).join(" ") : word;
  }

  /* A weight keeps the theme from adding a star. Names of code say more than words, and a title says little of a log. */
  function weigh(word) {
    return "text:" + word + (/[._]/.test(word) ? "^10" : "^1");
  }

  Worker.prototype.postMessage = function (message) {
    var first = message;
    if (message && message.type === QUESTION && typeof message.data === "string") {
      first = { type: QUESTION, data: prepare(message.data) };
    }
    return post.call(this, first, ...Array.from(arguments).slice(1));
  };
})();

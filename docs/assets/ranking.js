/* The ranking of the command line in the browser: the same rules, in the same order, in whole numbers.
   Each part names the Python module that it follows; tests/browser compares the two on hundreds of texts. */
(function () {
  "use strict";

  // ---- repro_kb.normalise
  var ESCAPES = new RegExp(
    "\\x1b\\[[0-?]*[ -/]*[@-~]|\\x1b\\][^\\x07\\x1b\\n]*(?:\\x07|\\x1b\\\\)?|\\x1b[@-Z\\\\\\-_]?" +
    "|[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u2069\\ufeff\\ud800-\\udfff]", "gu");
  var UNUSUAL = /[^\t\n\r -~]/; // what most texts have none of, so that most need no slower look
  var TAGS = /<\/?(?:a|b|br|code|div|em|font|i|li|p|pre|span|strong|table|td|tr|ul)(?: [^<>]*)?\/?>/g;
  var ENTITIES = [["&lt;", "<"], ["&gt;", ">"], ["&quot;", '"'], ["&#39;", "'"], ["&amp;", "&"]];
  var QUOTES = { "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u00b4": "'" };
  var ADDRESS = /https?:\/\/([^/ \n"'<>)]+)[^ \n"'<>)]*/g;
  var PATH = /(?:[a-z]:)?(?:[/\\][a-z0-9_.+@-]+)+[/\\]([a-z0-9_.+@-]+)/g;
  var NOISE = /0x[0-9a-f]+|\b(?=[a-f]*[0-9])[0-9a-f]{12,}\b|[0-9]{5,}/g;
  var WORDS = /[a-z0-9]+(?:[._+-]+[a-z0-9]+)*|[\u3400-\u9fff]+/g;
  var PARTS = /[a-z]+|[0-9]+/g;
  var STOP = new Set((
    "a an and are as at be been but by can could do does for from had has have i if in into is it its me my of on or our " +
    "so than that the their them then there these they this to too us was we were what when where which while who why " +
    "will with would you your am im ive any some get got getting try tried trying please help hi hello thanks thank"
  ).split(" "));
  var ENDINGS = [["ies", "y"], ["sses", "ss"], ["ings", ""], ["ing", ""], ["edly", "ed"], ["ed", ""], ["es", "e"], ["s", ""]];
  var TROUBLE = ["error", "exception", "fail", "warn", "cannot", "not found", "unable", "mismatch", "nan", "killed", "fatal"];
  var LONGEST_LINE = 2000, JOINED = [60, 400], FEW = 14, TAIL = 6, TROUBLED = 12;

  function strip(text, character) {
    var start = 0, end = text.length;
    while (start < end && text[start] === character) start++;
    while (end > start && text[end - 1] === character) end--;
    return text.slice(start, end);
  }

  function lastWritten(line) {
    var end = line.length;
    while (end && line[end - 1] === "\r") end--;
    line = line.slice(0, end);
    return line.slice(line.lastIndexOf("\r") + 1);
  }

  function clean(text) {
    if (UNUSUAL.test(text)) text = text.replace(ESCAPES, "");
    return text.includes("\r") ? text.split("\n").map(lastWritten).join("\n") : text;
  }

  function fold(line) {
    if (!UNUSUAL.test(line)) return strip(line.toLowerCase().replace(/[ \t\r]+/g, " "), " ");
    line = line.replace(/[\u2018\u2019\u201c\u201d\u00b4]/g, function (quote) { return QUOTES[quote]; });
    line = line.replace(/[A-Z]+/g, function (letters) { return letters.toLowerCase(); });
    return strip(line.replace(/[ \t\r\xa0\u3000]+/g, " "), " ");
  }

  function size(text) { // in code points, as Python counts
    return /[\ud800-\udbff]/.test(text) ? Array.from(text).length : text.length;
  }

  function cut(line) {
    return line.length > LONGEST_LINE ? Array.from(line).slice(0, LONGEST_LINE).join("") : line;
  }

  function splitLines(text) {
    text = clean(text);
    if (text.includes("</") || text.includes("<span")) {
      text = text.replace(TAGS, "");
      ENTITIES.forEach(function (pair) { text = text.split(pair[0]).join(pair[1]); });
    }
    var seen = new Set(), lines = text.split("\n"), kept = [];
    for (var n = lines.length - 1; n >= 0; n--) {
      var line = fold(cut(lines[n]));
      if (line && !seen.has(line)) {
        seen.add(line);
        kept.push(line);
      }
    }
    return kept.reverse();
  }

  function joinWrapped(lines) {
    var joined = [];
    for (var place = 0; place + 1 < lines.length; place++) {
      var length = size(lines[place]);
      if (JOINED[0] <= length && length <= JOINED[1]) joined.push([place, lines[place] + " " + lines[place + 1]]);
    }
    return joined;
  }

  function salient(lines) {
    if (lines.length <= FEW) return lines;
    var troubled = lines.slice(0, -TAIL).filter(function (line) {
      return TROUBLE.some(function (word) { return line.includes(word); });
    });
    return lines.slice(0, 1).concat(troubled.slice(-TROUBLED), lines.slice(-TAIL));
  }

  function words(line) {
    return line.replace(ADDRESS, " $1 ").replace(PATH, " $1").replace(NOISE, " ").match(WORDS) || [];
  }

  function stems(word) {
    var found = [];
    if (word[0] >= "\u3400") {
      if (word.length === 1) return [word];
      for (var at = 0; at + 1 < word.length; at++) found.push(word.slice(at, at + 2));
      return found;
    }
    var parts = word.match(PARTS) || [];
    if (parts.length > 1) found.push(word);
    parts.forEach(function (part) {
      if (!STOP.has(part) && (part.length > 1 || parts.length === 1)) found.push(stem(part));
    });
    return found;
  }

  function stem(word) {
    for (var n = 0; n < ENDINGS.length; n++) {
      var ending = ENDINGS[n][0], instead = ENDINGS[n][1];
      if (word.endsWith(ending) && word.length - ending.length >= 3 && !(ending === "s" && /(?:ss|us|is)$/.test(word))) {
        word = word.slice(0, word.length - ending.length) + instead;
        var last = word[word.length - 1];
        if (!instead && word.length > 3 && last === word[word.length - 2] && !"lsz".includes(last)) word = word.slice(0, -1);
        break;
      }
    }
    return word.length > 3 && word.endsWith("e") ? word.slice(0, -1) : word;
  }

  // ---- repro_kb.lexicon
  var FILES = new Set(
    "py ipynb sh yml yaml json txt csv pt pth ckpt h5 pkl zip tar gz np npz npy mat cpp cu so dll toml cfg".split(" "));

  function form(word) {
    if (/^[0-9]+$/.test(word)) return word.length === 4 && /^(?:19|20)/.test(word) ? "year" : "number";
    if (/(?:error|exception|warning)$/.test(word)) return "exception";
    var parts = word.split(".");
    if (parts.length > 1 && FILES.has(parts[parts.length - 1])) return "file";
    if (parts.length > 1 && /^v?[0-9]+$/.test(parts[0])) {
      return parts.length === 2 && /^[0-9]+$/.test(parts[1]) ? "decimal" : "version";
    }
    return "";
  }

  // ---- repro_kb.features
  var GROUP = 4, LONGEST_WORD = 24;

  function features(lines, data) {
    var found = new Map();
    function add(feature, word) { if (!found.has(feature)) found.set(feature, word); }
    salient(lines).forEach(function (line) {
      if (line.includes("?")) add("m:?", "");
      if (line.includes("%")) add("m:%", "");
      var before = "";
      words(line).forEach(function (word) {
        if (word.length > LONGEST_WORD && word[0] < "\u3400") return;
        var kind = data.kinds.get(word) || form(word);
        if (kind) add("k:" + kind, word);
        (data.meanings.get(word) || word).split(" ").forEach(function (meant) {
          if (meant[0] < "\u3400") {
            var framed = " " + meant + " ";
            for (var at = 0; at + GROUP <= framed.length; at++) add("g:" + framed.slice(at, at + GROUP), word);
          }
          stems(meant).forEach(function (stem) {
            add("w:" + stem, word);
            if (before) add("p:" + before + " " + stem, word);
            before = stem;
          });
        });
      });
    });
    if (lines.length > 1) add("m:lines", "");
    return found;
  }

  var NUMBERS = 16777216, CHECKSUMS = new Int32Array(256).map(function (_, byte) {
    for (var bit = 0; bit < 8; bit++) byte = byte & 1 ? (byte >>> 1) ^ 0xedb88320 : byte >>> 1;
    return byte;
  }), encoder = new TextEncoder();

  function numberOf(feature) { // CRC-32, as zlib computes it
    var sum = -1, bytes = encoder.encode(feature);
    for (var at = 0; at < bytes.length; at++) sum = CHECKSUMS[(sum ^ bytes[at]) & 255] ^ (sum >>> 8);
    return (~sum >>> 0) % NUMBERS;
  }

  // ---- repro_kb.ranking
  var LOGIT = 1000, OUTSIDE = 0, INSIDE = 1, FIRST = 2;

  function score(found, data) {
    var square = 0, sums = new Map();
    found.forEach(function (fact) {
      var row = fact.row;
      square += row.square;
      for (var n = 0; n < row.weights.length; n += 2) {
        sums.set(row.weights[n], (sums.get(row.weights[n]) || 0) + row.weights[n + 1]);
      }
    });
    data.biases.forEach(function (_, number) { if (!sums.has(number)) sums.set(number, 0); });
    var length = Math.floor(Math.sqrt(square * 65536)), scores = new Map();
    sums.forEach(function (total, number) {
      if (!total && !data.biases.has(number)) return; // what speaks as much against as for it says nothing
      scores.set(number, (data.biases.get(number) || 0) + (length ? Math.floor(total * data.unit / length) : 0));
    });
    return scores;
  }

  function probabilities(scores, data) {
    var best = Math.max.apply(null, Array.from(scores.values())), total = 0, powers = new Map();
    scores.forEach(function (value, number) {
      var step = Math.floor((best - value) * data.steps / LOGIT);
      var power = step < data.curve.length ? data.curve[step] : 0;
      total += power;
      powers.set(number, power);
    });
    powers.forEach(function (power, number) { powers.set(number, Math.floor(1000 * power / (total || 1))); });
    return powers;
  }

  function wordsOf(found, number, data) {
    var given = new Map();
    found.forEach(function (fact) {
      var word = fact.word, row = fact.row;
      if (!word) return;
      for (var n = 0; n < row.weights.length; n += 2) {
        if (row.weights[n] === number && row.weights[n + 1]) given.set(word, (given.get(word) || 0) + row.weights[n + 1]);
      }
    });
    return Array.from(given.keys())
      .sort(function (a, b) { return given.get(b) - given.get(a) || (a < b ? -1 : a > b ? 1 : 0); })
      .slice(0, data.words_shown)
      .filter(function (word) { return given.get(word) > 0; });
  }

  // ---- repro_kb.signatures
  var WORD_CHARACTER = /[a-z0-9_]/;

  function parseTemplate(text) {
    return fold(text).split("<*>").filter(Boolean).map(function (stretch) {
      var parts = stretch.split(/<([^<>\s|]+(?:\|[^<>|]+)+)>/), literals = [""];
      parts.forEach(function (part, place) {
        var choices = place % 2 ? part.split("|") : [part];
        literals = literals.flatMap(function (left) { return choices.map(function (right) { return left + right; }); });
      });
      return literals;
    });
  }

  var COMMON = new Set((
    "error warning module object attribute import name file failed found cannot from with the not has was for expected argument " +
    "arguments unexpected got keyword init torch call version"
  ).split(" "));

  function isRarer(word, other) {
    if (COMMON.has(word) !== COMMON.has(other)) return COMMON.has(other);
    return word.length !== other.length ? word.length > other.length : word > other;
  }

  function wholeWords(literal, first, last) {
    return Array.from(literal.matchAll(/[a-z0-9_]+/g)).filter(function (found) {
      return (first || found.index > 0) && (last || found.index + found[0].length < literal.length);
    }).map(function (found) { return found[0]; });
  }

  function rarest(words) { return words.reduce(function (best, word) { return isRarer(word, best) ? word : best; }); }

  function commonest(words) { return words.reduce(function (best, word) { return isRarer(best, word) ? word : best; }); }

  function anchorsOf(pieces) {
    return pieces.map(function (piece, place) {
      return piece.map(function (literal) { return wholeWords(literal, place === 0, place === pieces.length - 1); });
    }).filter(function (piece) {
      return piece.every(function (words) { return words.length; });
    }).map(function (piece) { return piece.map(rarest); }).reduce(function (best, words) {
      return isRarer(commonest(words), commonest(best)) ? words : best;
    });
  }

  function lengthOf(pieces) {
    return pieces.reduce(function (sum, piece) {
      return sum + Math.min.apply(null, piece.map(function (literal) { return (literal.match(/[a-z0-9]/g) || []).length; }));
    }, 0);
  }

  function insideWord(line, at) {
    return at > 0 && at < line.length && WORD_CHARACTER.test(line[at - 1]) && WORD_CHARACTER.test(line[at]);
  }

  function findEnd(literal, line, position, starts, ends) {
    for (var at = line.indexOf(literal, position); at >= 0; at = line.indexOf(literal, at + 1)) {
      var end = at + literal.length;
      if (!(starts && insideWord(line, at)) && !(ends && insideWord(line, end))) return end;
    }
    return -1;
  }

  function matches(pieces, line) {
    var position = 0, last = pieces.length - 1;
    for (var place = 0; place <= last; place++) {
      var best = -1;
      pieces[place].forEach(function (literal) {
        var end = findEnd(literal, line, position, place === 0, place === last);
        if (end >= 0 && (best < 0 || end < best)) best = end;
      });
      if (best < 0) return false;
      position = best;
    }
    return true;
  }

  function outranks(one, other) {
    if (one.weak !== other.weak) return !one.weak;
    if (one.length !== other.length) return one.length > other.length;
    return one.place > other.place;
  }

  function findHits(lines, data) {
    var places = lines.map(function (line, place) { return [place, line]; }).concat(joinWrapped(lines));
    var byWord = new Map(), best = new Map();
    places.forEach(function (placed) {
      (placed[1].match(/[a-z0-9_]+/g) || []).forEach(function (word) {
        if (!data.anchors.has(word)) return;
        var found = byWord.get(word);
        if (!found) byWord.set(word, [placed]);
        else if (found[found.length - 1] !== placed) found.push(placed);
      });
    });
    byWord.forEach(function (placed, word) {
      data.anchors.get(word).forEach(function (number) {
        var template = data.templates[number];
        placed.forEach(function (pair) {
          if (!matches(template.pieces, pair[1])) return;
          var hit = { template: template.text, line: pair[1], place: pair[0], length: template.length, weak: template.weak };
          if (!best.has(template.owner) || outranks(hit, best.get(template.owner))) best.set(template.owner, hit);
        });
      });
    });
    return best;
  }

  // ---- repro_kb.matcher
  function bonus(hit, hits, data) {
    if (!hit) return 0;
    if (hit.weak) return data.weak_hit;
    var last = Array.from(hits.values()).every(function (other) { return other.weak || hit.place >= other.place; });
    return data.strong_hit + 10 * hit.length + (last ? data.last_hit : 0);
  }

  function isNothing(likely, data) {
    var outside = likely.get(OUTSIDE) || 0, nothing = outside + (likely.get(INSIDE) || 0), best = 0;
    likely.forEach(function (share, number) { if (number >= FIRST && share > best) best = share; });
    return outside >= Math.max(data.doubt, data.times_outside * best) || nothing >= Math.max(data.doubt, data.times * best);
  }

  function rank(text, limit, area, data) {
    var lines = splitLines(text), hits = findHits(lines, data), known = [];
    features(lines, data).forEach(function (word, feature) {
      var row = data.rows.get(numberOf(feature));
      if (row) known.push({ word: word, row: row });
    });
    var phrase = score(known, data), scores = new Map();
    new Set(Array.from(phrase.keys()).concat(Array.from(hits.keys()))).forEach(function (number) {
      scores.set(number, (phrase.get(number) || 0) + bonus(hits.get(number), hits, data));
    });
    if (!known.length && !hits.size) return [];
    var likely = probabilities(scores, data);
    if (isNothing(likely, data)) return [];
    var numbers = Array.from(scores.keys()).sort(function (a, b) { return scores.get(b) - scores.get(a) || a - b; });
    var answer = [];
    for (var n = 0; n < numbers.length && answer.length < limit; n++) {
      var number = numbers[n], entry = data.entries[number];
      if (!entry || (area && entry.area !== area)) continue;
      var hit = hits.get(number) || null, share = likely.get(number), spoke = wordsOf(known, number, data);
      if (!hit && !spoke.length) continue; // each answer has a reason
      answer.push({
        id: entry.id,
        score: share,
        confidence: share >= data.strong ? "strong" : share >= data.likely ? "likely" : "weak",
        hit: hit,
        words: spoke,
        entry: entry
      });
    }
    return answer;
  }

  // ---- repro_kb.site.packing
  var BITS = 12, SHARES = 4096, WORD = 65536;

  function unpacker(tables, text) {
    var bytes = atob(text), at = 0;
    function word() { return bytes.charCodeAt(at++) * 256 + bytes.charCodeAt(at++); }
    var contexts = tables.map(function (table) {
      var starts = [], places = new Uint16Array(SHARES), start = 0;
      table[1].forEach(function (share, place) {
        starts.push(start);
        places.fill(place, start, start += share);
      });
      return { numbers: table[0], shares: table[1], starts: starts, places: places };
    });
    var state = word() * WORD + word();
    return function (context) {
      var known = contexts[context], slot = state & (SHARES - 1), place = known.places[slot];
      state = known.shares[place] * (state >>> BITS) + slot - known.starts[place];
      if (state < WORD) state = state * WORD + word();
      return known.numbers[place];
    };
  }

  // ---- the data, as repro_kb.site.finder writes it
  var QUOTIENT = 0, REMAINDER = 1, SIZE = 2, CLASS = 3;

  function readRows(packed) {
    var rows = new Map(), next = unpacker(packed.tables, packed.numbers), feature = 0;
    for (var left = packed.features; left > 0; left--) {
      feature += packed.low * next(QUOTIENT) + next(REMAINDER);
      var size = next(SIZE), bySize = packed.by_size + 2 * size, count = next(bySize), number = 0, pairs = [];
      for (var place = 0; place < count; place++) {
        number += next(CLASS + 2 * (32 - Math.clz32(count)) + (place > 0));
        pairs.push(number, next(bySize + 1));
      }
      rows.set(feature, { square: packed.sizes[size], weights: pairs });
    }
    return rows;
  }

  function read(packed) {
    var data = Object.assign({}, packed);
    data.rows = readRows(packed);
    data.biases = new Map(packed.biases);
    data.kinds = new Map();
    Object.keys(packed.kinds).forEach(function (kind) {
      packed.kinds[kind].forEach(function (word) { data.kinds.set(word, kind); });
    });
    data.meanings = new Map();
    Object.keys(packed.synonyms).forEach(function (word) {
      packed.synonyms[word].forEach(function (other) { data.meanings.set(other, word); });
    });
    data.templates = packed.templates.map(function (template) {
      var pieces = parseTemplate(template[1]);
      return { owner: template[0], text: template[1], weak: !!template[2], length: lengthOf(pieces), pieces: pieces };
    });
    data.anchors = new Map();
    data.templates.forEach(function (template, number) {
      new Set(anchorsOf(template.pieces)).forEach(function (word) {
        if (!data.anchors.has(word)) data.anchors.set(word, []);
        data.anchors.get(word).push(number);
      });
    });
    return data;
  }

  // ---- repro_kb.intake: what is read of a large file
  var WHOLE = 512 * 1024, CHUNK = 1024 * 1024, LINE = 2000, PER_CHUNK = 40, KEPT = 4000;

  function binaryString(bytes) {
    var parts = [];
    for (var at = 0; at < bytes.length; at += 32768) parts.push(String.fromCharCode.apply(null, bytes.subarray(at, at + 32768)));
    return parts.join("");
  }

  function troubled(chunk) {
    var folded = chunk.toLowerCase(), lines = []; // of bytes: no letter beyond ASCII becomes one of it
    TROUBLE.forEach(function (word) {
      var end = folded.length;
      for (var n = 0; n < PER_CHUNK; n++) {
        var at = end < word.length ? -1 : folded.lastIndexOf(word, end - word.length);
        if (at < 0) break;
        var floor = Math.max(0, at - LINE);
        var start = at > floor ? folded.lastIndexOf("\n", at - 1) : -1;
        start = start < floor ? floor : start + 1;
        var stop = folded.indexOf("\n", at);
        lines.push(chunk.slice(start, stop < 0 || stop >= at + LINE ? at + LINE : stop));
        end = start;
      }
    });
    return lines;
  }

  function decode(bytes) {
    if (bytes.length > 1 && ((bytes[0] === 255 && bytes[1] === 254) || (bytes[0] === 254 && bytes[1] === 255))) {
      return new TextDecoder(bytes[0] === 255 ? "utf-16le" : "utf-16be").decode(bytes);
    }
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch (error) {
      return binaryString(bytes);
    }
  }

  function readText(bytes) {
    if (bytes.length < WHOLE) return decode(bytes);
    var middle = new Map(), tail = "";
    for (var at = WHOLE; at < bytes.length; at += CHUNK) {
      var chunk = tail + binaryString(bytes.subarray(at, at + CHUNK));
      troubled(chunk).forEach(function (line) {
        var masked = line.replace(/[0-9]+/g, "0");
        middle.delete(masked);
        middle.set(masked, line);
      });
      Array.from(middle.keys()).slice(0, -KEPT).forEach(function (masked) { middle.delete(masked); });
      tail = chunk.slice(-WHOLE);
    }
    var kept = [binaryString(bytes.subarray(0, WHOLE))].concat(Array.from(middle.values()), [tail]).join("\n");
    var raw = new Uint8Array(kept.length);
    for (var place = 0; place < raw.length; place++) raw[place] = kept.charCodeAt(place);
    return decode(raw);
  }

  window.ReproKB = { read: read, rank: rank, readText: readText };
})();

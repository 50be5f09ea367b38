// Style and script of the HTML report. Both stand in the page, and the page's policy names their
// digests: no other script runs in it, whatever a file holds.

#include "engine/base/hash.h"
#include "engine/report/internal/html.h"

namespace m2::internal {

const std::string_view kReportStyle = R"css(
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --line: #d0d7de; --paper: #ffffff;
        --panel: #f6f8fa; --link: #0a57c2; --mark: #fff3c4;
        --fatal: #8b0f1a; --error: #b42318; --warning: #7a4b00; --info: #0b5c7d;
        --good: #d8f0dc; --late: #ffe9a8; --later: #ffc69a; --grave: #f5a3a3; --none: #e6e9ed; --odd: #e3d2f7;
        --cell: #1b1f24; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6edf3; --soft: #9aa6b2; --line: #363d46; --paper: #12161b; --panel: #1b2129; --link: #7ab7ff;
          --mark: #4a3d10; --fatal: #ff8f8f; --error: #ff9d8a; --warning: #f0c26b; --info: #7cc9ea;
          --good: #1d4a2a; --late: #5f4a06; --later: #73400f; --grave: #7d2020; --none: #30363d; --odd: #4a3468;
          --cell: #ffffff; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 90rem; padding: 1.5rem; color: var(--ink); background: var(--paper);
       font: 16px/1.5 system-ui, sans-serif; }
.skip { position: absolute; left: -100em; }
.skip:focus { left: 1em; top: 1em; background: var(--panel); padding: .5em 1em; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
h1 { font-size: 1.7rem; margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 1.3rem; margin: 2rem 0 .75rem; overflow-wrap: anywhere; }
h3 { font-size: 1.1rem; margin: 1.5rem 0 .5rem; }
h4 { font-size: 1rem; margin: 1rem 0 .4rem; }
header p, small, .reach, .month, caption { color: var(--soft); }
a { color: var(--link); }
code { font: .9em/1.5 ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; white-space: pre-wrap; }
.cards { display: flex; flex-wrap: wrap; gap: .75rem; margin: 0; }
.card { border: 1px solid var(--line); background: var(--panel); border-radius: 6px; padding: .6rem 1rem; }
.card dd { margin: 0; font-size: 1.3rem; font-weight: 600; }
.card small { font-size: .85rem; font-weight: 400; }
.severity { font-weight: 700; font-size: .85rem; border: 1px solid; border-radius: 4px; padding: 0 .4em; }
.fatal { color: var(--fatal); } .error { color: var(--error); } .warning { color: var(--warning); } .info { color: var(--info); }
.failed { border-left: 4px solid var(--fatal); padding-left: .75rem; }
#filter { display: flex; flex-wrap: wrap; gap: .75rem 1.25rem; align-items: center; padding: .75rem 1rem; margin-top: 1rem;
          background: var(--panel); border: 1px solid var(--line); border-radius: 6px; }
#filter[hidden] { display: none; }
#filter fieldset { border: 0; margin: 0; padding: 0; display: flex; gap: .75rem; }
#filter legend { float: left; padding: 0; margin-right: .75rem; }
#filter input, #filter select, #filter button { font: inherit; }
.rule, .account, .legend { border: 1px solid var(--line); border-radius: 6px; margin: .4rem 0; padding: 0 .9rem; }
.rule[open], .account[open] { padding-bottom: .75rem; }
summary { cursor: pointer; padding: .5rem 0; }
summary:focus-visible, a:focus-visible, button:focus-visible, .scroll:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.title { font-weight: 600; }
.reach { margin-left: .5em; }
:target { background: var(--mark); }
.rule > dl, .facts { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .25rem 1rem; margin: .25rem 0 1rem; }
.rule dt, .facts dt { color: var(--soft); }
.rule dd, .facts dd { margin: 0; max-width: 80ch; }
.scroll { overflow-x: auto; margin: .5rem 0; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
caption { text-align: left; padding-bottom: .3rem; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid var(--line); }
thead th { background: var(--panel); white-space: nowrap; }
tbody th { font-weight: 600; white-space: nowrap; }
tbody th code { white-space: nowrap; overflow-wrap: normal; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.history { list-style: none; margin: 0 0 1rem; padding: 0; display: grid; gap: 4px;
           grid-template-columns: repeat(12, minmax(4.2rem, 1fr)); overflow-x: auto; }
.history li { border: 1px solid var(--line); border-radius: 4px; padding: .2rem .3rem; text-align: center; position: relative; }
.history .month { display: block; font-size: .75rem; color: var(--cell); }
.history b, .legend b { font: 700 1.1rem ui-monospace, monospace; color: var(--cell); }
.legend b { display: inline-block; min-width: 1.6em; text-align: center; border-radius: 4px; }
.legend ul { list-style: none; padding: 0; }
.good { background: var(--good); } .late { background: var(--late); } .later { background: var(--later); }
.grave { background: var(--grave); } .none { background: var(--none); } .odd { background: var(--odd); }
[hidden] { display: none; }
@media (max-width: 60rem) { .history { grid-template-columns: repeat(6, minmax(3.8rem, 1fr)); } }
@media print {
  :root { color-scheme: light; --ink: #000; --soft: #333; --line: #999; --paper: #fff; --panel: #fff; --link: #000; --cell: #000; }
  #filter, .skip { display: none; }
  body { font-size: 10pt; }
  .scroll { overflow: visible; }
  tr, .history li { break-inside: avoid; }
}
)css";

const std::string_view kReportScript = R"js(
(function () {
  'use strict';
  var form = document.getElementById('filter');
  // A link into something that is folded opens it.
  function reveal() {
    var target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target || target.tagName !== 'DETAILS') return;
    target.hidden = false;
    target.open = true;
    target.scrollIntoView();
    target.querySelector('summary').focus({preventScroll: true});
  }
  window.addEventListener('hashchange', reveal);
  document.addEventListener('click', function (event) {
    var link = event.target.closest('a[href^="#"]');
    if (link && link.getAttribute('href') === location.hash) reveal();
  });
  if (form) {
    var rules = Array.prototype.slice.call(document.querySelectorAll('.rule'));
    var accounts = Array.prototype.slice.call(document.querySelectorAll('.account'));
    var texts = new Map();
    rules.concat(accounts).forEach(function (part) {
      // What an account is reported as says nothing of what is wrong with it.
      var told = Array.prototype.slice.call(part.querySelectorAll('summary, dl:not(.facts), table'));
      texts.set(part, told.map(function (piece) { return piece.textContent; }).join(' ').toLowerCase());
    });
    var say = form.querySelector('output');
    var filter = function () {
      var wanted = form.elements.text.value.trim().toLowerCase();
      var rule = form.elements.rule.value;
      var severities = new Set();
      form.querySelectorAll('[name=severity]').forEach(function (box) { if (box.checked) severities.add(box.value); });
      var allowed = new Set();
      var shown = 0, shownAccounts = 0;
      rules.forEach(function (part) {
        var fits = severities.has(part.dataset.severity) && (!rule || part.dataset.rule === rule);
        if (fits) allowed.add(part.dataset.rule);
        part.hidden = !fits || (wanted && texts.get(part).indexOf(wanted) < 0);
        if (!part.hidden) shown += 1;
      });
      accounts.forEach(function (part) {
        var fits = part.dataset.rules.split(' ').some(function (id) { return allowed.has(id); });
        part.hidden = !fits || (wanted && texts.get(part).indexOf(wanted) < 0);
        if (!part.hidden) shownAccounts += 1;
      });
      say.textContent = shown + ' of ' + rules.length + ' rules, ' + shownAccounts + ' of ' + accounts.length +
          ' accounts of the samples';
    };
    var fold = function (open) {
      return function () { rules.concat(accounts).forEach(function (part) { if (!part.hidden) part.open = open; }); };
    };
    form.addEventListener('input', filter);
    form.addEventListener('submit', function (event) { event.preventDefault(); });
    form.elements.open.addEventListener('click', fold(true));
    form.elements.close.addEventListener('click', fold(false));
    form.hidden = false;
    filter();
  }
  reveal();
})();
)js";

std::string source_hash(std::string_view text) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const std::string hex = sha256(text);
  const auto nibble = [&](std::size_t i) {
    return static_cast<unsigned>(hex[i] <= '9' ? hex[i] - '0' : hex[i] - 'a' + 10);
  };
  // Three hexadecimal digits are two of base 64; 64 of them are 21 such pairs, and four bits.
  std::string out = "'sha256-";
  for (std::size_t i = 0; i + 3 <= hex.size(); i += 3) {
    const unsigned bits = nibble(i) << 8 | nibble(i + 1) << 4 | nibble(i + 2);
    out += kDigits[bits >> 6];
    out += kDigits[bits & 63];
  }
  out += kDigits[nibble(hex.size() - 1) << 2];
  return out + "='";
}

}  // namespace m2::internal

/** The page's only style sheet. The policy admits it by its hash, so it must be put into the page as it is. */
import { createHash } from "node:crypto";

export const STYLE = `
:root{color-scheme:light dark;--paper:#fff;--ink:#1b1f24;--soft:#57606a;--line:#d0d7de;--panel:#f6f8fa;
--yes:#1a7f37;--no:#cf222e;--hm:#7d4e00;--on:#fff;--focus:#0969da}
@media (prefers-color-scheme:dark){:root{--paper:#0d1117;--ink:#e6edf3;--soft:#9aa4af;--line:#30363d;--panel:#161b22;
--yes:#3fb950;--no:#ff7b72;--hm:#e3b341;--on:#0d1117;--focus:#58a6ff}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
main{max-width:46rem;margin:0 auto;padding:1rem 1rem 3rem}
h1{font-size:1.6rem;line-height:1.25;margin:.5rem 0}
h2{font-size:1.1rem;margin:1.75rem 0 .5rem}
p,ul,ol{margin:.5rem 0}
ul,ol{padding-left:1.4rem}
.soft{color:var(--soft)}
.panel{background:var(--panel);border:1px solid var(--line);border-radius:.5rem;padding:.75rem 1rem;margin:1rem 0}
.warn{border-left:.3rem solid var(--no)}
.alert{border-left:.3rem solid var(--hm)}
dl{margin:0;border-top:1px solid var(--line)}
.fact{border-bottom:1px solid var(--line);padding:.5rem 0;display:grid;grid-template-columns:1fr;gap:0 1rem}
dt{font-weight:600}
dd{margin:0}
.tag{font-size:.85rem;font-weight:600;white-space:nowrap}
a{color:var(--focus)}
.for{color:var(--yes)}.against{color:var(--no)}.unknown{color:var(--hm)}
@media (min-width:40rem){.fact{grid-template-columns:13rem 1fr}}
label{display:block;font-weight:600;margin-top:.75rem}
input,textarea{width:100%;font:inherit;color:inherit;background:var(--paper);border:1px solid var(--soft);border-radius:.375rem;padding:.6rem}
.buttons{display:grid;grid-template-columns:1fr;gap:.75rem;margin-top:1rem}
@media (min-width:40rem){.buttons{grid-template-columns:1fr 1fr}}
button{font:inherit;font-weight:700;min-height:3rem;padding:.6rem 1rem;border-radius:.375rem;border:2px solid var(--no);cursor:pointer}
.approve{background:var(--no);color:var(--on)}
.decline{background:var(--paper);color:var(--ink);border-color:var(--soft)}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
code{font:.9em ui-monospace,monospace}
`;

/** As `style-src` of a Content-Security-Policy names it. */
export const STYLE_HASH = `'sha256-${createHash("sha256").update(STYLE).digest("base64")}'`;

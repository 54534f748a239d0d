/** The report's look: one column, system fonts, light and dark from the reader's own setting. */
export const STYLE = `
:root { color-scheme: light dark; --ground: #ffffff; --card: #f6f7f9; --text: #1f2937; --quiet: #6b7280; --line: #e5e7eb; --accent: #4f46e5; }
@media (prefers-color-scheme: dark) { :root { --ground: #111418; --card: #1b2027; --text: #e5e7eb; --quiet: #9ca3af; --line: #2b323c; --accent: #a5b4fc; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 1120px; margin: 0 auto; padding: 32px 20px 64px; }
h1 { margin: 0 0 8px; font-size: 28px; line-height: 1.2; }
h2 { margin: 40px 0 4px; font-size: 18px; }
h3 { margin: 0 0 8px; font-size: 15px; }
.eyebrow { margin: 0 0 4px; color: var(--accent); font-weight: 600; }
.lead { margin: 0 0 12px; color: var(--quiet); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px; margin-top: 24px; }
.tile { background: var(--card); border-radius: 10px; padding: 14px 12px; display: flex; flex-direction: column; gap: 2px; }
.tile span, .tile small { color: var(--quiet); }
.tile strong { font-size: 17px; }
.scroll { overflow-x: auto; }
.scroll > svg { display: block; }
svg text { fill: var(--quiet); }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: 6px 14px 6px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th { color: var(--quiet); font-weight: 600; white-space: nowrap; }
td:first-child { white-space: nowrap; }
.notice { background: var(--card); border-radius: 10px; padding: 14px 16px; margin: 12px 0; }
.pair { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); gap: 14px; }
@media (max-width: 720px) { .pair { grid-template-columns: 1fr; } }
pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; font: 13px/1.5 ui-monospace, monospace; }
.sms { align-self: start; border: 1px solid var(--line); border-radius: 14px; padding: 10px 12px; }
`;

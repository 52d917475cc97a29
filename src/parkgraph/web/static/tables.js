// Copies tables so that spreadsheets keep rows and columns apart: a button [data-copy-table="#id"] copies the table in #id.
"use strict";

(() => {
  const { translator } = window.parkgraph;
  const MESSAGES = {
    zh: { copied: "已复制，可粘贴到 Excel/WPS", cannot_copy: "无法复制，请用下载" },
    en: { copied: "Copied; paste it into a spreadsheet", cannot_copy: "Cannot copy; please download" },
  };
  const text = translator(MESSAGES);
  const SAID_FOR = 2500;
  const FORMULA = /^[=+@\t\r\n＝＋－＠-]/; // what spreadsheets would run, the full-width signs too

  /** A cell as [its content, whether it is a number]: numbers with all digits, days as ISO dates, quotes without their button. */
  function content(cell) {
    if (cell.classList.contains("number") && cell.dataset.sort) return [cell.dataset.sort, true];
    const quotes = [...cell.querySelectorAll("blockquote")];
    if (quotes.length > 0) return [quotes.map((quote) => quote.firstChild.textContent.trim()).join(" ｜ "), false];
    const time = cell.querySelector("time");
    return [(time ? time.dateTime : cell.textContent.replace(/\s+/g, " ")).trim(), false];
  }

  /** The rows of a table as they are shown, heading first. */
  function rowsOf(table) {
    return [...table.rows].map((row) => [...row.cells].map(content));
  }

  /** A cell of tab-separated text: in quotes only where a tab, a line end or a quote would tear it apart. */
  function tabbed([value, number]) {
    const safe = number || !FORMULA.test(value) ? value : `'${value}`;
    return /["\t\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
  }

  const MARKS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

  /** A cell of a table in HTML; a text says that it is one, so that codes keep their zeros and nothing is calculated. */
  function marked([value, number]) {
    const safe = value.replace(/[&<>"]/g, (mark) => MARKS[mark]);
    return number ? `<td>${safe}</td>` : `<td style="mso-number-format:'\\@'">${safe}</td>`;
  }

  /** Put a table on the clipboard in both forms; by an event, for pages over plain HTTP have no navigator.clipboard. */
  function copy(table) {
    const rows = rowsOf(table);
    let done = false;
    const fill = (event) => {
      event.preventDefault();
      event.clipboardData.setData("text/plain", rows.map((row) => row.map(tabbed).join("\t")).join("\r\n"));
      const lines = rows.map((row) => `<tr>${row.map(marked).join("")}</tr>`).join("");
      event.clipboardData.setData("text/html", `<meta charset="utf-8"><table>${lines}</table>`);
      done = true;
    };
    document.addEventListener("copy", fill, { once: true });
    document.execCommand("copy");
    document.removeEventListener("copy", fill);
    return done;
  }

  document.addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll("[data-copy-table]")) {
      const table = document.querySelector(`${button.dataset.copyTable} table`);
      if (!table) continue;
      const label = button.textContent;
      button.hidden = false;
      button.addEventListener("click", () => {
        button.textContent = text(copy(table) ? "copied" : "cannot_copy");
        setTimeout(() => {
          button.textContent = label;
        }, SAID_FOR);
      });
    }
  });
  window.parkgraph.messages.tables = MESSAGES;
})();

// While a note is written: to whose file how many of its parts go. Says nothing aloud until it changes.
//
// <form><section data-para>…<textarea>…<input type="checkbox" data-of="12">…</section>
//   <p data-files data-none="nothing" data-one="{n} part" data-many="{n} parts" hidden><span data-file="12">Baby <b></b></span></p></form>
// A radio whose value is the same number says so too: whose words they are.
(() => {
  const line = document.querySelector("[data-files]");
  const form = line?.closest("form");
  if (!form) { return; }
  const texts = "textarea, input[type=text][name^=promise_]";
  const says = (para) => [...para.querySelectorAll(texts)].some((t) => t.value.trim()) || Boolean(para.querySelector("input[name^=seen_]:checked"));
  const tells = (para, who) => Boolean(para.querySelector(`input[data-of="${who}"]:checked, input[type=radio][value="${who}"]:checked`));
  const show = () => {
    const full = [...form.querySelectorAll("[data-para]")].filter(says);
    line.querySelectorAll("[data-file]").forEach((file) => {
      const n = full.filter((para) => tells(para, file.dataset.file)).length;
      const text = n === 0 ? line.dataset.none : (n === 1 ? line.dataset.one : line.dataset.many).replace("{n}", n);
      const room = file.querySelector("b");
      if (room.textContent !== text) { room.textContent = text; }
    });
  };
  ["input", "change", "reset"].forEach((name) => form.addEventListener(name, () => requestAnimationFrame(show)));
  show();
  line.hidden = false;
})();

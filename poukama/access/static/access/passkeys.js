// Ties the passkey forms of the page to the sign-in library's script; says in words when the device gives none.
(() => {
  const form = document.querySelector("[data-passkey]");
  const forms = window.allauth?.webauthn?.forms;
  if (!form || !forms) { return; }
  const failed = form.querySelector("[data-passkey-failed]");
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    if (failed) { failed.hidden = false; }
  });
  const kind = form.dataset.passkey;
  const button = "passkey-button";
  const data = document.getElementById("passkey-data") ? { data: "passkey-data" } : {};
  const named = { addForm: { add: button, passwordless: "id_passwordless" }, loginForm: { login: button }, authenticateForm: { authenticate: button } }[kind];
  forms[kind]({ ids: { ...named, ...data, credential: "passkey-credential" } });
})();

// Passkeys: what the browser makes or signs is put into its form, and the form is sent. Without this file codes are typed.
"use strict";

const octets = (text) => {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
};

const written = (buffer) => {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
};

// What the server told, with octets where the browser wants them.
const asked = (told) => {
  const options = { ...told, challenge: octets(told.challenge) };
  if (told.user) options.user = { ...told.user, id: octets(told.user.id) };
  for (const list of ["allowCredentials", "excludeCredentials"]) {
    if (told[list]) options[list] = told[list].map((one) => ({ ...one, id: octets(one.id) }));
  }
  const salt = told.extensions?.prf?.eval?.first;
  if (salt) options.extensions = { prf: { eval: { first: octets(salt) } } };
  return options;
};

// What the browser answers, as text; the passkey's secret stays out of it.
const answered = (credential) => {
  const from = credential.response;
  const response = { clientDataJSON: written(from.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (from[part]) response[part] = written(from[part]);
  }
  if (from.getTransports) response.transports = from.getTransports();
  const enabled = credential.getClientExtensionResults().prf?.enabled === true;
  return JSON.stringify({
    id: credential.id,
    rawId: written(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: { prf: { enabled } },
  });
};

const run = async (form, told) => {
  const options = asked(told);
  if (form.dataset.passkey === "sign") {
    return navigator.credentials.get({ publicKey: options });
  }
  if (form.elements.alone?.checked) {
    options.authenticatorSelection = { residentKey: "required", requireResidentKey: true, userVerification: "required" };
  }
  return navigator.credentials.create({ publicKey: options });
};

// A name that is missing is told of before anything is made that would then be of no use.
const lacks = (form) => form.dataset.passkey === "create" && !form.elements.name.value.trim();

const go = async (form, button) => {
  if (lacks(form)) {
    form.submit();
    return;
  }
  const said = form.querySelector("[data-said]");
  said.textContent = "";
  button.disabled = true;
  try {
    const credential = await run(form, JSON.parse(form.dataset.told));
    const secret = credential.getClientExtensionResults().prf?.results?.first;
    const field = form.elements[form.dataset.passkey === "sign" ? "assertion" : "made"];
    field.value = answered(credential);
    form.elements.prf.value = secret ? written(secret) : "";
    form.submit();
  } catch (error) {
    said.textContent = error.name === "InvalidStateError" ? said.dataset.twice : said.dataset.failed;
    button.disabled = false;
    button.focus();
  }
};

if (window.PublicKeyCredential && window.isSecureContext) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    for (const part of form.querySelectorAll("[data-with]")) part.hidden = false;
    for (const part of document.querySelectorAll("[data-without]")) part.hidden = true;
    const button = form.querySelector("[data-go]");
    button.addEventListener("click", (event) => {
      event.preventDefault();
      go(form, button);
    });
  }
}

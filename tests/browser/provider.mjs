// A real OpenID Connect provider on loopback, for the tests of single sign-on. One JSON order a line in, one JSON
// answer a line out: {"who": {...}} says who signs in next, {"spoil": {...}} what the next token is made to say,
// {"rotate": true} signs with another key from now on, {"end": true} stops.
import { createInterface } from "node:readline";
import { createServer } from "node:http";
import { randomUUID } from "node:crypto";
import Provider from "oidc-provider";
import { SignJWT, UnsecuredJWT, exportJWK, generateKeyPair, importJWK } from "jose";

const [redirect, other] = process.argv.slice(2);
let who = { sub: "nobody" };
let spoil = null;
let provider;
let signing;

async function newKey() {
  const { privateKey } = await generateKeyPair("RS256", { extractable: true });
  return { ...(await exportJWK(privateKey)), kid: randomUUID(), alg: "RS256", use: "sig" };
}

async function make(issuer) {
  signing = await newKey();
  provider = new Provider(issuer, {
    clients: [
      { client_id: "casework", client_secret: "a secret of the tests", redirect_uris: [redirect] },
      { client_id: "elsewhere", client_secret: "another secret", redirect_uris: [other] },
    ],
    jwks: { keys: [signing] },
    pkce: { required: () => true },
    conformIdTokenClaims: false,
    claims: { openid: ["sub", "email", "groups"], auth_time: null },
    clientDefaults: { require_auth_time: false },
    features: { devInteractions: { enabled: false } },
    cookies: { keys: ["only for tests"] },
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    ttl: { Interaction: 600, Session: 3600, Grant: 3600, AuthorizationCode: 60, IdToken: 600, AccessToken: 600 },
    findAccount: (_ctx, sub) => ({ accountId: sub, claims: () => ({ ...who, sub }) }),
    renderError: (ctx, out) => {
      ctx.type = "text";
      ctx.body = `${out.error}: ${out.error_description ?? ""}`;
    },
  });
  provider.use(spoilTokens);
}

async function spoilTokens(ctx, next) {
  await next();
  if (ctx.path !== "/token" || !spoil || !ctx.body?.id_token) return;
  const wanted = spoil;
  spoil = null;
  const claims = { ...JSON.parse(Buffer.from(ctx.body.id_token.split(".")[1], "base64url")), ...wanted.claims };
  for (const name of wanted.without ?? []) delete claims[name];
  if (wanted.as === "none") ctx.body.id_token = new UnsecuredJWT(claims).encode();
  else if (wanted.as === "cut") ctx.body.id_token = ctx.body.id_token.split(".").slice(0, 2).join(".") + ".";
  else if (wanted.as === "shared")
    ctx.body.id_token = await new SignJWT(claims)
      .setProtectedHeader({ alg: "HS256", kid: signing.kid })
      .sign(Buffer.from("a secret of the tests"));
  else if (wanted.as === "foreign") ctx.body.id_token = await signed(claims, { ...(await newKey()), kid: signing.kid });
  else ctx.body.id_token = await signed(claims, signing);
}

async function signed(claims, jwk) {
  return new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid: jwk.kid }).sign(await importJWK(jwk, "RS256"));
}

async function interact(req, res) {
  const { params, session, grantId } = await provider.interactionDetails(req, res);
  const accountId = session?.accountId && params.prompt !== "login" ? session.accountId : who.sub;
  const grant = grantId
    ? await provider.Grant.find(grantId)
    : new provider.Grant({ accountId, clientId: params.client_id });
  grant.addOIDCScope("openid");
  const result = { login: { accountId }, consent: { grantId: await grant.save() } };
  return provider.interactionFinished(req, res, result, { mergeWithLastSubmission: false });
}

const server = createServer((req, res) => {
  const work = req.url.startsWith("/interaction/") ? interact(req, res) : provider.callback()(req, res);
  Promise.resolve(work).catch((error) => {
    res.statusCode = 500;
    res.end(String(error));
  });
});
server.listen(0, "127.0.0.1", async () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  await make(issuer);
  process.stdout.write(`${JSON.stringify({ issuer })}\n`);
  for await (const line of createInterface({ input: process.stdin })) {
    const order = JSON.parse(line);
    if (order.end) break;
    if (order.who) who = order.who;
    if ("spoil" in order) spoil = order.spoil;
    if (order.rotate) await make(issuer);
    process.stdout.write(`${JSON.stringify({ done: true })}\n`);
  }
  server.closeAllConnections();
  server.close();
});

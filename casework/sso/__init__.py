"""Single sign-on with a provider elsewhere (OpenID Connect), and whose hands keys lie in because of it."""

"""The toolkit of every page: rendering, forms, uploads, headers, origin, authentication, errors. Names no feature."""

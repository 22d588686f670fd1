"""What several test folders share: a local server, the JSON Schema judge, payload makers, the providers."""

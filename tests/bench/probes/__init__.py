"""Whether a client does what its document says: eight calls of each generator's client to a server that records them."""

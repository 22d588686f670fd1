"""Laws: what holds of every document, tried with documents and values that hypothesis draws."""

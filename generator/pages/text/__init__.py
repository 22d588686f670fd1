"""What readers need of text: JSON as pages print it, curl commands, JSX, tables, html, URLs, prose."""

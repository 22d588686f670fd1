"""Documentation pages become documents, examples and evidence. Marks in the text choose the reader of a page.

In: a `Page`. Out: a `Reading` (`reading.py`): an OpenAPI document (or a part of one) in which every value knows its
origin (line of the page, sample, guess), payloads, repairs, and what is unknown. Imports `document`, `openapi` and
`text`; touches neither disk nor network.

A reader is one small module of `readers/` that ends in

    READER = PageReader("mintlify-text", "rendered Mintlify page", "…what it looks for…", knows, read)

and is listed in `registry.READERS`, the more specific one first. `knows(page)` is cheap and looks only at marks in the
text. `read(page, report)` returns a Reading, or None with an error for each reason in the report (`page.where(line)`).
`registry.read` drops texts addressed to machines before any reader sees the page: their lines are empty then.

What readers share:

    markdown        fences, headings, sections, front matter, each with its line
    type_words      `list of strings`, `enum<string>`, `string | null` → schema, or None: never completed by guesses
    fern            `line_idstringRequired` of rendered Fern pages → columns
                    calls, curl commands and payloads in the text of rendered Fern pages
    samples         SDK samples and curl → method, address, headers, payload
    credentials     which header is a credential, which one the client sets itself
    operations      an operation as a page without a document describes it: what a reader of field lists makes …
    draft           … and `draft.reading(name, page, operations, examples=…)` → Reading, with origins and unknowns
    machine_texts   `cleaned(description)`, for texts that do not go through `draft`
    names           `operationId` and names of schemas, where the page has none

A reader whose page holds a document gives `Reading(document=…, verbatim=Verbatim(text, line))`, the text byte for byte;
what is not OpenAPI in it is mended in `document` alone, with a `Repair` each. A field that only a sample shows is no
field of the schema: give the sample as a `PagePayload`, and let `drift` say it. A type that the page does not state is
`Field(typed=False)` with an empty schema. A response without a status has `status_origin=OriginKind.GUESS`.
"""

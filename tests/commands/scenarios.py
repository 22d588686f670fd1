"""Scenarios of commands: files that are written or removed, commands of git, and commands whose output is recorded."""

from __future__ import annotations

from tests.cli.driven import BROKEN, PETS, SHOPS
from tests.pages.support import PAGES, SPECS

_PAGE = (PAGES / "fern-fields.md").read_text("utf-8")
_RENDERED = (PAGES / "parcels-text.txt").read_text("utf-8")
_PET_FILE, _SHOP_FILE = "specs/pets/openapi.yaml", "specs/shops/openapi.yaml"
_SETTINGS = """\
name = "Pets"

[operations]
get-pet = "pets.fetch"

[credentials.key]
argument = "token"
environment = "PETS_TOKEN"
"""
_OVERLAY = """\
overlay: 1.0.0
info: {title: Corrections, version: "1"}
actions:
  - {target: $.components.schemas.Pet.properties, update: {tag: {type: string}}, x-reason: seen}
  - {target: $.components.schemas.Pet.properties.age, remove: true}
"""
ODD = """\
openapi: 3.0.3
info: {title: "Odd API — v2", version: "2", license: {name: MIT}}
paths:
  /a/{x}:
    parameters: [{name: x, in: path, required: true, schema: {type: integer, minimum: 1}}]
    get:
      deprecated: true
      summary: Gets an a.
      parameters:
        - {name: since, in: query, schema: {type: string, format: date}, description: "Not before."}
        - {name: X-Trace, in: header, schema: {type: string}}
        - {name: sid, in: cookie, schema: {type: string}}
      responses:
        "200": {description: ok, headers: {X-Rate: {schema: {type: integer}}}, content: {application/json: {schema: {oneOf: [{$ref: "#/components/schemas/A"}, {type: string}]}}}}
        default: {description: bad, content: {application/problem+json: {schema: {type: object}}}}
    post:
      requestBody: {content: {multipart/form-data: {schema: {type: object, required: [file], properties: {file: {type: string, format: binary}, note: {type: string}}}}}}
      responses: {"202": {description: accepted, content: {text/plain: {schema: {type: string}}}}}
    delete: {responses: {"204": {description: gone}}}
components:
  securitySchemes: {basic: {type: http, scheme: basic}, o: {type: oauth2, flows: {clientCredentials: {tokenUrl: "https://a.example/t", scopes: {r: read}}}}}
  schemas:
    A: {type: object, required: [k], properties: {k: {enum: [a, b]}, when: {type: string, format: date-time, nullable: true}, more: {type: array, items: {$ref: "#/components/schemas/A"}}}}
security: [{basic: []}, {o: [r]}]
"""
_DROPPED = """\
openapi: 3.1.0
info: {title: Dropped, version: "1"}
paths:
  /good: {get: {responses: {"204": {description: ok}}}}
  /bad: {get: {parameters: [{name: a, in: nowhere, schema: {}}], responses: {"204": {description: ok}}}}
  /lost: {get: {responses: {"200": {$ref: "#/components/responses/None"}}}}
  /path/{x}: {get: {responses: {"200": {description: ok, content: {application/json: {schema: {type: string, pattern: "(?<=a"}}}}}}}
"""
PAGED = """\
openapi: 3.1.0
info: {title: Paged, version: "1"}
servers: [{url: "https://{region}.paged.example/{v}", variables: {region: {default: eu, enum: [eu, us]}, v: {default: v1}}}]
paths:
  /calls:
    get:
      operationId: list-calls
      parameters: [{name: page, in: query, schema: {type: integer}}, {name: page_size, in: query, schema: {type: integer}}, {name: after, in: query, schema: {type: string}}]
      responses: {"200": {description: ok, content: {application/json: {schema: {type: object, required: [data], properties: {data: {type: array, items: {$ref: "#/components/schemas/Call"}}, next: {type: [string, "null"]}, total: {type: integer}}}}}}}
    post:
      operationId: create-call
      requestBody: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/Call"}, example: {id: "1", status: queued}}}}
      responses: {"201": {description: ok, content: {application/json: {schema: {$ref: "#/components/schemas/Call"}}}}}
  /calls/{id}:
    get:
      operationId: get-call
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {"200": {description: ok, content: {application/json: {schema: {$ref: "#/components/schemas/Call"}}}}, "404": {description: none}}
webhooks:
  call-ended: {post: {requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Call"}}}}, responses: {"204": {description: thanks}}}}
components:
  schemas: {Call: {type: object, required: [id], properties: {id: {type: string}, status: {enum: [queued, running, completed, failed]}}}}
"""
_ALL = (
    "generate",
    "check",
    "diff",
    "changelog",
    "inspect",
    "import",
    "drift",
    "explain",
    "mock",
    "package",
    "docs",
    "init",
)
_USING = """\
from generated.pets import Pets
from generated.pets.models import Pet

with Pets(token="t") as client:
    pet = client.pets.fetch(1, verbose=True)
    print(pet.age, pet.name)
    client.pets.add_pet(Pet(name="Rex", age=3))
"""

SCENARIOS: dict[str, tuple[object, ...]] = {
    "help": ("--help", *(f"{one} --help" for one in _ALL), "--version", "nothing", "generate --nothing"),
    "an empty folder": ("generate", "check", "inspect pets", "drift", "docs", "explain pets a", "mock pets", "package pets", "import --again", "diff", "changelog"),
    "two providers": (
        (_PET_FILE, PETS), (_SHOP_FILE, SHOPS),
        "import --again", "generate --jobs 1", "generate --jobs 1", "generate --jobs 1 --format json", "check --jobs 1", "check --jobs 1 --format json", "check pets --format github",
        "generate nobody", "inspect", "inspect pets", "inspect pets --json", "inspect pets --write-settings", "show specs/pets/provider.toml", "inspect pets --write-settings",
        "inspect pets --example pets.get", "inspect pets --example pets.add", "inspect pets --example pets.add_pet", "inspect pets --example pets.none", "inspect pets --example none", "inspect nobody",
        "explain pets pets.get", "explain pets pets.add", "explain pets Pet", "explain pets Pet.age", "explain pets Pet.none", "explain pets Pets", "explain pets none", "explain pets Pet --format json",
        "drift", "drift --notes", "drift --format json", "drift pets --suggest",
    ),
    "two providers, edited": (
        (_PET_FILE, PETS), (_SHOP_FILE, SHOPS), "generate --jobs 1",
        ("generated/pets/models/__init__.py", "edited\n"), ("generated/pets/other.py", "mine\n"), "check --jobs 1", "check --jobs 1 --format json", "generate --jobs 1", "check --jobs 1",
        (_SHOP_FILE, SHOPS.replace("age:", "years:")), "check --jobs 1", "generate shops --format github", "show generated/shops/models.py",
        (_SHOP_FILE, None), "check --jobs 1", "generate --jobs 1", "show generated",
    ),
    "settings and overlay": (
        (_PET_FILE, PETS), ("specs/pets/provider.toml", _SETTINGS), ("specs/pets/overlay.yaml", _OVERLAY),
        "generate", "inspect pets", "inspect pets --json", "show generated/pets/pets.py", "explain pets Pet.tag", "explain pets pets.fetch", "explain pets key", "drift --notes",
        ("specs/pets/provider.toml", _SETTINGS.replace("get-pet", "got-pet").replace("argument", "argumnt")), "generate", "check",
        ("specs/pets/provider.toml", "name = \n"), "generate", ("specs/pets/provider.toml", 'name = "class"\nhttp = "urllib"\n[limits]\nbytes = -1\n'), "generate",
        ("specs/pets/provider.toml", _SETTINGS), ("specs/pets/overlay.yaml", _OVERLAY.replace("Pet.", "Cat.")), "generate", ("specs/pets/overlay.yaml", "overlay: 9\n"), "generate", ("specs/pets/overlay.yaml", "[" * 20), "generate",
    ),
    "refused": (
        (_PET_FILE, BROKEN), (_SHOP_FILE, SHOPS), "generate --jobs 1", "generate --jobs 1 --format json", "generate --jobs 1 --format github", "generate --jobs 1 --keep-going", "generate --jobs 1 --keep-going --strict", "check --jobs 1", "inspect pets", "drift pets", "docs --out d pets", "mock pets", "package pets",
        ("specs/pets/openapi.json", "{}"), "generate --jobs 1", ("specs/class/openapi.yaml", PETS), "generate --jobs 1", ("specs/Pets/openapi.yaml", PETS), "generate --jobs 1",
    ),
    "left out": (
        ("dropped.yaml", _DROPPED), "generate --spec dropped.yaml --out out", "generate --spec dropped.yaml --out out --keep-going", "generate --spec dropped.yaml --out out --keep-going --strict", "show out", "inspect --spec dropped.yaml --keep-going",
    ),
    "one document": (
        ("odd.yaml", ODD), ("paged.yaml", PAGED), ("pets.yaml", PETS),
        "generate --spec odd.yaml --out out", "generate --spec odd.yaml --out out", "generate --spec odd.yaml --out out --name odd --project", "show out/odd", "show out/pyproject.toml", "show out/README.md", "generate --spec odd.yaml --name class", "generate --spec odd.yaml --name a-b", "generate --spec none.yaml",
        "generate --spec odd.yaml pets", "generate --out x", "generate --project", "generate --http httpx2", "generate --spec odd.yaml --limit bytes=10", "generate --spec odd.yaml --limit bytes", "generate --spec odd.yaml --limit size=1", "generate --spec odd.yaml --limit bytes=1x", "generate --spec odd.yaml --limit depth=3", "generate --spec odd.yaml --limit nodes=20",
        "generate --spec odd.yaml --include tag", "generate --spec odd.yaml --include kind=x", "generate --spec odd.yaml --out o --include tag=none", "generate --spec odd.yaml --out o --include path=/b*", "inspect --spec odd.yaml --include operation=DELETE", "inspect --spec paged.yaml --exclude path=/calls/*", "inspect --spec paged.yaml --include operation=get-call", "generate --spec odd.yaml --root nowhere", "generate --spec odd.yaml --root out",
    ),
    "one document: inspect": (
        ("odd.yaml", ODD), ("paged.yaml", PAGED),
        "inspect --spec odd.yaml", "inspect --spec odd.yaml --json", "inspect --spec odd.yaml --write-settings", "inspect --spec odd.yaml --example a.get", "inspect --spec paged.yaml", "inspect --spec paged.yaml --json", "inspect --spec paged.yaml --write-settings", "inspect --spec paged.yaml --example calls.create", "inspect --spec paged.yaml --example calls.list", "inspect --spec paged.yaml --example webhooks.call_ended", "inspect --spec paged.yaml --format github",
        f"inspect --spec - < {PETS}", "inspect --spec - < {", "mock --spec none.yaml", "mock --spec odd.yaml --port 70000",
    ),
    "one document: docs": (
        ("odd.yaml", ODD), ("paged.yaml", PAGED),
        "docs --spec paged.yaml --out d --pages-only", "show d", "show d/llms.txt", "docs --spec paged.yaml --out e --format json", "show e", "docs --spec paged.yaml --find call", "docs --spec paged.yaml --find create --format json", "docs --spec paged.yaml --find zzz", "docs --spec odd.yaml --out f --pages-only", "show f/llms.txt",
    ),
    "one document: package": (
        ("pets.yaml", PETS),
        "package --spec pets.yaml --dist w", "show w", "package --spec pets.yaml --dist w --version 1.2.3.dev1", "package --spec pets.yaml --dist w --version x", "package --spec pets.yaml --dist w2 --previous w/pets-1-py3-none-any.whl", "show w2", "package --spec pets.yaml --previous none.whl", "package --spec pets.yaml --dist w3 --format json",
    ),
    "two documents": (
        ("old.yaml", PETS), ("new.yaml", PETS.replace("age:", "years:").replace("verbose", "brief").replace("404", "410").replace("v1", "v2").replace("add-pet", "create-pet")), ("same.yaml", PETS), ("far.yaml", SHOPS), ("bad.yaml", BROKEN),
        *(f"diff --old old.yaml --new new.yaml --format {form}" for form in ("text", "markdown", "json", "github", "html")),
        *(f"diff --old old.yaml --new new.yaml --fail-on {level} --format json" for level in ("breaking", "docs")), *(f"diff --old old.yaml --new same.yaml --fail-on docs --format {form}" for form in ("text", "markdown", "json", "html")),
        "diff --old new.yaml --new old.yaml", "diff --old old.yaml --new far.yaml", "diff --old old.yaml --new bad.yaml", "diff --old bad.yaml --new old.yaml", "diff --old bad.yaml --new new.yaml --keep-going", "diff --old old.yaml", "diff --old old.yaml --new new.yaml pets", "diff --name x", "diff --old old.yaml --new new.yaml --base HEAD", "diff --old old.yaml --new new.yaml --name animals --links https://x.example/{file}#L{line} --format markdown",
        ("code/use.py", _USING.replace("generated.pets", "pets").replace("token", "api_key")), "diff --old old.yaml --new new.yaml --used-in code", "diff --old old.yaml --new new.yaml --used-in code --format json", "diff --old old.yaml --new new.yaml --used-in none",
    ),
    "a repository": (
        "git init -q", (_PET_FILE, PETS), ("specs/pets/provider.toml", _SETTINGS), "diff", "changelog", "git add -A", "git commit -q -mfirst",
        "diff", (_PET_FILE, PETS.replace("age: {type: integer}", "age: {type: string}")), (_SHOP_FILE, SHOPS), ("code/use.py", _USING), "diff", "diff --format json", "diff pets --fail-on breaking", "diff --used-in code", "diff --format github", "diff nobody", "git add -A", "git commit -q -msecond",
        "diff", "diff --base HEAD~1", "diff --base nothing", (_SHOP_FILE, None), ("specs/pets/provider.toml", _SETTINGS.replace("fetch", "take")), "diff", "git add -A", "git commit -q -mthird", (_PET_FILE, BROKEN), "diff", "git add -A", "git commit -q -mfourth",
        "changelog", "changelog --from HEAD~1", "changelog --from HEAD~2 --to HEAD~1 --format json", "changelog pets", "changelog nobody", "changelog --from nothing", "changelog --to HEAD~3",
    ),
    "a provider without a document": (
        "git init -q", (_PET_FILE, PETS), ("specs/empty/provider.toml", 'name = "Empty"'), "git add -A", "git commit -q -mfirst", "diff", "diff empty", ("specs/empty/openapi.yaml", SHOPS), "diff", "diff empty --format json", "git add -A", "git commit -q -msecond", "changelog", "changelog empty",
    ),
    "pages": (
        ("create-shipment.md", _PAGE), ("parcels.txt", _RENDERED), ("nothing.md", "# Nothing\n\nNo operation.\n"), ("folder/a.md", _PAGE), ("folder/b.md", "# Guide\n\nText.\n"),
        "import create-shipment.md --provider parcel", "show specs/parcel/source.toml", "import create-shipment.md --provider parcel --format json", "import parcels.txt --provider parcel", "import nothing.md --provider other", "import none.md --provider other", "import folder --provider folder", "import create-shipment.md", "import create-shipment.md --provider a/b", "import --provider x", f"import - --provider piped < {_RENDERED}",
        "drift parcel", "drift parcel --notes", "drift parcel --suggest", "drift parcel --format json", "explain parcel shipments.create", "explain parcel Problem", "explain parcel CreateShipmentRequest", "inspect parcel",
    ),
    "pages again": (
        ("create-shipment.md", _PAGE), ("parcels.txt", _RENDERED), "import create-shipment.md parcels.txt --provider parcel",
        "import --again parcel", "import --again", "import --again nobody", ("create-shipment.md", _PAGE.replace("string", "integer", 1)), "import --again parcel", "import --again parcel --format json", ("create-shipment.md", "gone\n"), "import --again parcel", ("create-shipment.md", None), "import --again parcel",
        ("specs/parcel/openapi.yaml", "edited: true\n"), "import parcels.txt --provider parcel",
    ),
    "beginning": ("init here", "show here", "show here/Makefile", "init here", "init here --format json"),
    **{
        f"the provider {one}": (
            *((f"specs/{path.relative_to(SPECS).as_posix()}", path.read_text("utf-8")) for path in sorted((SPECS / one).rglob("*")) if path.is_file()),
            *(f"{command} {one}" for command in ("inspect", "inspect --json", "drift --notes", "inspect --example calls.create")), f"explain {one} calls.create",
        )
        for one in ("formantai", "synthflow", "thymia", "vocode")
    },
    "the four providers": (
        *((f"specs/{path.relative_to(SPECS).as_posix()}", path.read_text("utf-8")) for path in sorted(SPECS.rglob("*")) if path.is_file()),
        "explain synthflow VoiceCallRequest.from_phone_number", "docs --pages-only --out d", "show d", "docs --find schedule", "drift --format json", "drift --format github",
    ),
}  # fmt: skip
"""Name → steps."""

"""Lists of words in names: actions, adjectives, and words that only describe how an API is made."""

from __future__ import annotations

_ACTIONS = (
    "accept acknowledge acquire activate add advertise aggregate allocate analyze anonymize answer append apply "
    "approve archive assign associate assume attach authenticate authorize backfill ban batch begin block book bulk "
    "buy calculate call cancel capture change charge check claim classify cleanup clear clone close commit compare "
    "complete compute configure confirm connect convert copy count create deactivate decline decode decrease decrypt "
    "delete deliver deploy deprecate deprovision deregister describe destroy detach detect dial disable disassociate "
    "disconnect discover dismiss dispatch download drop duplicate edit enable encode encrypt end enqueue enroll "
    "enter estimate evaluate exchange execute exit expire explain export extend extract failover fetch filter "
    "finalize find finish flag flush follow forget fork forward generate get grant hangup hide hold ignore import "
    "increase index infer ingest initialize initiate insert install interrupt invalidate invite invoke join kick "
    "kill launch leave link list listen lock login logout lookup make mark merge migrate modify monitor move mute "
    "notify open opt order overwrite park parse partial patch pause pay perform pin place poll populate post prepare "
    "preview process promote provision publish purchase purge push put query queue reactivate read rebalance reboot "
    "rebuild recalculate receive recognize reconnect record recover redeem redial refresh refund regenerate register "
    "reject release reload remove rename render renew reopen reorder replace replay reply report request rerank "
    "rerun reschedule resend reserve reset resize resolve respond restart restore restrict resume resync retrieve "
    "retry return revert review revoke rollback rotate run save scan schedule search select send set share show sign "
    "simulate skip snooze speak split start stop store stream submit subscribe suggest summarize suspend swap switch "
    "sync synchronize synthesize tag take terminate test toggle touch track train transcribe transfer transform "
    "translate trigger unarchive unassign unban unblock undelete undeprecate undo unfollow unhold uninstall unlink "
    "unlock unmark unmonitor unmute unpause unpin unpublish unregister unshare unsubscribe untag update upgrade "
    "upload upsert use validate verify view void withdraw"
)
ACTIONS = frozenset(_ACTIONS.split())
"""Words for actions, at the beginning of a method's name or after its noun: `create`, `hangup`."""

_READING = "fetch find get index list query read retrieve show view"
READING = frozenset(_READING.split())
"""Actions that may stand for a list: with several things they become `list`."""

_ALSO_THINGS = (
    "batch block book call capture change charge check claim connect copy count dial download exchange export "
    "extract filter flag follow fork grant hold import index invite launch link list lock match merge monitor "
    "move order park patch place post present preview process purchase push query queue read record refund "
    "register release render reply report request reserve reset return review run save scan schedule search "
    "share sign split start stop store stream submit switch sync tag test touch track train transfer transform "
    "trigger update upgrade upload use view"
)
ALSO_THINGS = frozenset(_ALSO_THINGS.split())
"""Actions that may be things as well: `call` in `call_recordings`."""

DOING = ACTIONS - ALSO_THINGS
"""Actions that are never things."""

_QUALITIES = (
    "active all archived available closed completed current custom default deleted draft enabled "
    "existing failed featured first inactive inbound incoming last latest live many missed missing multiple my "
    "new next one open outbound outgoing own paged past pending popular previous private public queued recent "
    "related running scheduled selected several shared single total unread upcoming"
)
QUALITIES = frozenset(_QUALITIES.split())
"""Words that may be between action and noun, and still identify the operation when the noun is left out."""

_ARTICLES = "a an the"
ARTICLES = frozenset(_ARTICLES.split())

_FILLERS = "certain given particular specific specified that these this"
FILLERS = frozenset(_FILLERS.split())
"""Words that point to a thing without saying more of it: `get_a_specific_rule`."""

_LAYERS = "api apis controller endpoint endpoints handler route router routes viewset"
LAYERS = frozenset(_LAYERS.split())
"""Words of code, which name no thing of the provider."""

_PREPOSITIONS = "and as at between by for from in into of on or over per to under using via with within without"
PREPOSITIONS = frozenset(_PREPOSITIONS.split())

_STATES = (
    "active all archived available completed current deleted existing failed featured first inactive inbound "
    "incoming last latest my new next open outbound outgoing own past pending popular previous queued recent "
    "recently running scheduled selected unread upcoming updated"
)
STATES = frozenset(_STATES.split())
"""Words before a thing that only select some of all things: `all_teams`, `outbound_calls`."""

_ASPECTS = (
    "analysis availability caption configuration cost count counts data description descriptions details duration "
    "events history info information list log logs metadata metrics name options permission permissions position "
    "progress recording recordings result results setting settings state statistics stats status summary text title "
    "transcript transcripts type types usage version versions"
)
ASPECTS = frozenset(_ASPECTS.split())
"""Nouns for what one may ask of a thing: `status` in `call_status`."""

_VAGUE_NOUNS = "address base code entry key number point slot"
VAGUE_NOUNS = frozenset(_VAGUE_NOUNS.split())
"""Nouns that need the word before them: `phone_number`, `knowledge_base`, `api_key`."""

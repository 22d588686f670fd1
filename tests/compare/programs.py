"""Programs that use the client of `using_programs`: what is found in each line is written behind it."""

PROGRAMS = {
    "a call": """
        from generated.voice import Voice  # -> Voice
        """,
    "constructors": """
        from generated.voice import AsyncVoice, Voice

        client = Voice(key="x", server="india")  # -> Voice, Voice(key), Voice(server='india')
        other = AsyncVoice(key="x")  # -> Voice, Voice(key)
        server = Voice(server="global")  # -> Voice
        """,
    "a result and its fields": """
        from generated.voice import Voice
        from generated.voice.models import CreateCall as Body, Retry

        client = Voice(key="x")  # -> Voice, Voice(key)
        result = client.calls.create(Body(agent_id=1, retry=Retry(stage_name="a")))  # -> calls.create, CreateCall, CreateCall.retry, Retry.stage_name
        print(result.data.trace_id if result.data else None)  # -> Call.trace_id
        print(result.data.retry.stage_name)  # -> Retry.stage_name
        print(result.data.parent.parent.status)  # -> Call.status
        """,
    "all pages": """
        from generated.voice import AsyncVoice, Voice

        with Voice() as client:  # -> Voice
            for call in client.calls.list_all(limit=3):  # -> calls.list, calls.list_all, calls.list(limit)
                print(call.trace_id)  # -> Call.trace_id
        async def main():
            async for call in AsyncVoice().calls.list_all():  # -> Voice, calls.list, calls.list_all
                print(call.status)  # -> Call.status
        """,
    "loops, dicts and comprehensions": """
        from generated.voice import Voice

        with Voice() as client:  # -> Voice
            for call in client.calls.list(limit=3):  # -> calls.list, calls.list(limit)
                print(call.trace_id)  # -> Call.trace_id
            first, *rest = client.calls.list()  # -> calls.list
            print(first.status, rest[0].status)  # -> Call.status
            print([one.status for one in rest if one.trace_id])  # -> Call.status, Call.trace_id
            print(rest[1:][0].status)  # -> Call.status
            for key, note in first.notes.items():
                print(key, note.note_text)  # -> Note.note_text
            print(first.notes["a"].note_text)  # -> Note.note_text
            print(first.notes.get("b").note_text)  # -> Note.note_text
            print(first.notes.pop("b").note_text)  # -> Note.note_text
            print([note.note_text for note in first.notes.values()])  # -> Note.note_text
            print([note.note_text for _, note in first.notes.items()])  # -> Note.note_text
            by_id = {one.trace_id: one for one in rest}  # -> Call.trace_id
            print(by_id["x"].status)  # -> Call.status
            print(max(rest, key=lambda one: one.trace_id).status)  # -> Call.status  # ?> Call.trace_id
            print(next(iter(rest)).status)  # -> Call.status
            for number, one in enumerate(rest):
                print(number, one.status)  # -> Call.status
        """,
    "classes": """
        from generated.voice import Voice
        from generated.voice.models import CreateCall

        class Dialer:
            def __init__(self, client: Voice, timeout: int = 3) -> None:  # -> Voice
                self.client = client
                self.timeout = timeout

            @property
            def calls(self):
                return self.client.calls

            def dial(self):
                self.last = self.calls.create(CreateCall(agent_id=1))  # -> calls.create, CreateCall
                return self.last

            def show(self):
                print(self.last.data.trace_id, self.timeout.trace_id)  # -> Call.trace_id

        class Special(Dialer):
            def more(self):
                return self.dial().data.status  # -> Call.status

        Special(Voice()).more().trace_id  # -> Voice
        """,
    "functions and their parameters": """
        from typing import Optional
        from generated.voice import Voice
        from generated.voice.models import Call

        def show(call: Call) -> None:
            print(call.trace_id)  # -> Call.trace_id

        def maybe(call: Optional["Call"], calls: list[Call], *more: Call, key: dict[str, Call] | None = None):
            print(call.trace_id)  # -> Call.trace_id
            print(calls[0].status, key["a"].status)  # -> Call.status

        def passed(call, client):
            print(call.trace_id)  # -> Call.trace_id
            client.calls.list()  # -> calls.list

        def made():
            client = Voice()  # -> Voice
            passed(client.calls.fetch("a"), client=client)  # -> calls.fetch(call_id)
            return client.calls.fetch(call_id="a")  # -> calls.fetch(call_id)

        made().status  # -> Call.status
        """,
    "asynchronous": """
        import asyncio
        from generated.voice import AsyncVoice

        async def main():
            async with AsyncVoice() as client:  # -> Voice
                calls = await client.calls.list()  # -> calls.list
                print(calls[0].trace_id)  # -> Call.trace_id
                first, second = await asyncio.gather(client.calls.fetch("a"), client.calls.fetch("b"))  # -> calls.fetch(call_id)
                print(first.status, second.status)  # -> Call.status
                async with await client.events.watch() as events:  # -> events.watch
                    async for event in events:
                        print(event.sequence)  # -> Event.sequence
                return calls[0]

        print(asyncio.run(main()).status)  # -> Call.status
        """,
    "errors": """
        from generated.voice import errors
        from generated.voice.errors import NotFoundError

        try:
            pass
        except NotFoundError as error:  # -> errors.NotFoundError
            print(error.body.reason)  # -> Problem.reason
        except (ValueError, errors.NotFoundError) as error:  # -> errors.NotFoundError
            print(error.body.reason)  # -> Problem.reason
        """,
    "modules": """
        import generated.voice
        import generated.voice.models as m
        from generated import voice
        from generated.voice import models
        from generated.voice.calls import create_request

        generated.voice.Voice().calls.list()  # -> Voice, calls.list
        voice.Voice().calls.list()  # -> Voice, calls.list
        response = voice.Voice().send(create_request(m.CreateCall(agent_id=1)))  # -> Voice, calls.create, CreateCall
        print(response.data.data.trace_id, response.status)  # -> Call.trace_id
        print(models.CreateCall.model_validate({}).retry)  # -> CreateCall, CreateCall.retry
        """,
    "unions, bases and patterns": """
        from generated.voice.models import Call, Person

        def show(call: Call) -> None:
            print(call.owner.full_name, call.owner.members[0].age)  # -> Being.full_name, Person.age
            if isinstance(call.owner, Person):
                print(call.owner.age)  # -> Person.age
            match call:
                case Call(trace_id=one, owner=Person(age=age) as person):  # -> Call.trace_id, Person.age
                    print(one, age, person.full_name)  # -> Being.full_name
            Person(age=3, full_name="x")  # -> Person.age, Being.full_name
            call.status = "done"  # -> Call.status
            del call.trace_id  # -> Call.trace_id
        """,
    "fixtures": """
        import pytest
        from generated.voice import Voice

        @pytest.fixture
        def client():
            with Voice() as made:  # -> Voice
                yield made

        def test_it(client):
            assert client.calls.fetch("a").status  # -> calls.fetch(call_id), Call.status
        """,
    "names that mean something else": """
        import os
        import requests
        from dataclasses import dataclass
        from generated.voice import Voice  # -> Voice

        @dataclass
        class Mine:
            trace_id: str
            status: str

        def show(mine: Mine, path: os.PathLike, number: int):
            print(mine.trace_id, mine.status, path.trace_id, number.trace_id)
            print(requests.get("x").trace_id, requests.calls.create())
            print("text".trace_id, {"a": 1}["a"], os.environ.trace_id)

        class CreateCall:
            retry = 1

        CreateCall(retry=2).retry
        """,
    "what nobody knows": """
        from generated.voice import Voice  # -> Voice

        def show(anything, other):
            print(anything.trace_id)  # ?> Call.trace_id
            print(anything.status, anything.retry)
            other.calls.create(1)  # ?> calls.create
        """,
    "protocols": """
        from dataclasses import dataclass
        from typing import Protocol

        from generated.voice import Voice

        class Calls(Protocol):
            def list(self, *, limit: int | None = None) -> list: ...

        class Client(Protocol):
            @property
            def calls(self) -> Calls: ...

        def run(calls: Calls, client: Client) -> None:
            calls.list(limit=5)  # -> calls.list, calls.list(limit)
            client.calls.list()  # -> calls.list

        class Service:
            def __init__(self, calls: Calls) -> None:
                self.calls = calls

            def run(self):
                return self.calls.list(limit=3)  # -> calls.list, calls.list(limit)

        @dataclass
        class Other:
            name: str
            calls: Calls

            def run(self):
                return self.calls.list(limit=3)  # -> calls.list, calls.list(limit)

        voice = Voice()  # -> Voice
        run(voice.calls, voice)
        Service(voice.calls)
        Other("a", calls=voice.calls)
        """,
    "a protocol that other things are given": """
        from typing import Protocol

        from generated.voice import Voice  # -> Voice

        class Calls(Protocol):
            def list(self) -> list: ...

        class Fake:
            def list(self): return []

        def run(calls: Calls): return calls.list()

        run(Fake())
        """,
    "aliases of types": """
        from typing import Optional, TypeAlias

        from generated.voice import Voice
        from generated.voice.models import Call

        Client: TypeAlias = Voice  # -> Voice
        Plain = Voice  # -> Voice
        Calls: TypeAlias = "list[Call]"
        Many = dict[str, Call]
        Perhaps = Voice | None  # -> Voice
        Or = Optional[Voice]  # -> Voice

        def run(one: Client, two: Plain, three: Perhaps, four: Or, five: Calls, six: Many):  # -> Voice
            one.calls.list(limit=1)  # -> calls.list, calls.list(limit)
            two.calls.list()  # -> calls.list
            three.calls.list()  # -> calls.list
            four.calls.list()  # -> calls.list
            for call in five:
                print(call.trace_id)  # -> Call.trace_id
            print(six["a"].trace_id)  # -> Call.trace_id
        """,
    "aliases of the package, one of itself": """
        from generated.voice import Voice

        for entry in Voice().calls.recent():  # -> Voice
            print(entry.trace_id)  # -> Call.trace_id
            for call in entry:
                print(call.trace_id)  # ?> Call.trace_id
        """,
    "a name of several types": """
        from generated.voice import Voice
        from generated.voice.models import CreateCall

        call = Voice().calls.fetch("a")  # -> Voice, calls.fetch(call_id)
        if call.trace_id is None:  # -> Call.trace_id
            call = CreateCall(agent_id=1)  # -> CreateCall
        print(call.trace_id, call.retry)  # -> Call.trace_id, CreateCall.retry
        """,
    "results of builtins and of others": """
        from generated.voice import Voice

        calls = Voice().calls.list()  # -> Voice, calls.list
        print(len(calls).trace_id, str(calls[0]).trace_id, open("a").trace_id)
        print(elsewhere(calls).trace_id)  # ?> Call.trace_id
        """,
    "another package": """
        from elsewhere import Voice
        from elsewhere.models import CreateCall

        Voice(key="x").calls.create(CreateCall(agent_id=1)).data.trace_id
        """,
}

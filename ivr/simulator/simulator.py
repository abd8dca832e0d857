"""The simulator: a carrier account that can place calls to one service."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime

from ivr.simulator.behaviour import Callee, QueueBehaviour, SimulatedWorld
from ivr.simulator.call import CallLeg
from ivr.simulator.caller import ScriptedCaller
from ivr.simulator.clock import START, CallClock
from ivr.simulator.journal import Journal, Notices
from ivr.simulator.leg import Leg
from ivr.simulator.lifecycle import Door, run_call
from ivr.simulator.media import Media
from ivr.simulator.progress import Progress
from ivr.simulator.result import CallResult, HeardTurn
from ivr.simulator.session import Classify, PlacedCall
from ivr.simulator.switches import DEFAULT, Unsettled
from ivr.simulator.transport import Transport
from ivr.simulator.webhooks import Account, Webhooks

_ACCOUNT = "AC" + "0" * 32


class Simulator:
    """Places calls to the service at ``base_url``, signed with ``token``.

    ``queues`` and ``callees`` say what becomes of a waiting caller and who answers which telephone;
    ``extra`` fields are added to every webhook, made by a function of the seconds since the call
    began where they change meanwhile. With ``strict`` a warning of the carrier's fails
    the call; with ``duplicate`` every webhook is sent twice and must be answered alike.
    ``classify`` may give a finished call a better outcome than the wire alone can tell.
    """

    def __init__(
        self,
        transport: Transport,
        base_url: str,
        token: str,
        *,
        account_sid: str = _ACCOUNT,
        unsettled: Unsettled = DEFAULT,
        strict: bool = True,
        queues: Mapping[str, QueueBehaviour] | None = None,
        callees: Mapping[str, Callee] | None = None,
        extra: Mapping[str, str] | Callable[[float], Mapping[str, str]] | None = None,
        duplicate: bool = False,
        classify: Classify | None = None,
    ) -> None:
        self._transport = transport
        self._account_sid = account_sid
        fields = extra if callable(extra) else lambda _: extra or {}
        self._account = Account(token, fields, duplicate, unsettled)
        self._world = SimulatedWorld(dict(queues or {}), dict(callees or {}), unsettled, strict)
        self._media = Media(transport, base_url)
        self._classify = classify
        base = base_url.rstrip("/")
        self.door = Door(f"{base}/voice", f"{base}/voice/fallback", f"{base}/voice/status")

    def dial(
        self,
        to: str,
        from_: str,
        *,
        call_sid: str | None = None,
        now: datetime | None = None,
        door: Door | None = None,
        on_turn: Callable[[HeardTurn], None] | None = None,
    ) -> PlacedCall:
        """Begin a call from ``from_`` (E.164 or ``anonymous``) to ``to``; run to its first wait.

        ``now`` (aware) is the date that webhooks tell. ``door`` replaces the number's own URLs, as
        a call made over REST does. ``on_turn`` sees each turn as it closes.
        """
        used = door or self.door
        sid = call_sid or f"CA{uuid.uuid4().hex}"
        clock, progress = CallClock(now or START), Progress()
        call = CallLeg(
            leg=Leg(sid, self._account_sid, to, from_, used.direction),
            journal=Journal(on_turn),
            web=Webhooks(self._transport, self._account, clock, progress),
            media=self._media,
            notices=Notices(self._world.strict, progress),
            clock=clock,
            progress=progress,
            world=self._world,
        )
        return PlacedCall(call, run_call(call, used), self._classify)

    def place(
        self,
        to: str,
        from_: str,
        keys: str,
        *,
        call_sid: str | None = None,
        now: datetime | None = None,
        door: Door | None = None,
        on_turn: Callable[[HeardTurn], None] | None = None,
    ) -> CallResult:
        """A whole call by a caller who follows the script ``keys``. Raises ValueError on a bad one.

        He who stands in a queue when the script ends stays there: the outcome is ``queued``.
        """
        caller = ScriptedCaller(keys)
        session = self.dial(to, from_, call_sid=call_sid, now=now, door=door, on_turn=on_turn)
        return session.follow(caller)

"""A made-up service with two made-up events, on a copy of the event kit; ``test_standalone.py`` runs it."""

import asyncio
import json
import sys

import shared
from shared.kernel import Aggregate, Identifier, Scope
from shared.messaging import Collection, Event, Reactions, Transaction, UnitOfWork
from shared.runtime.settings import Settings
from shared.schema import EventData
from shared.service import Service, build


class ShopEvent(EventData, product="acme", owner="shop"):
    """Published by the shop."""


class OrderPlaced(ShopEvent, fact="order-placed", aggregate="order", key="order_id"):
    """A customer ordered something."""

    order_id: Identifier


class OrderPacked(ShopEvent, fact="order-packed", aggregate="order", key="order_id"):
    """An order is ready to be sent."""

    order_id: Identifier


class Order(Aggregate):
    """One order of a customer."""

    states: tuple[str, ...] = ("placed",)


ORDERS = Collection("orders", Order)
SCOPE = Scope(tenant="acme", programme="spring")
ORDER = "order-1"

reactions = Reactions()


@reactions.on(OrderPlaced)
async def pack(event: Event[OrderPlaced], uow: UnitOfWork) -> None:
    """Pack an order once it is placed."""
    order = await uow.require(ORDERS, event.data.order_id)
    uow.save(ORDERS, order.changed(states=(*order.states, "packed")), OrderPacked(order_id=order.id))


@reactions.on(OrderPacked)
async def send(event: Event[OrderPacked], uow: UnitOfWork) -> None:
    """Send an order once it is packed."""
    order = await uow.require(ORDERS, event.data.order_id)
    uow.save(ORDERS, order.changed(states=(*order.states, "sent")))
    uow.notify("sent")


async def place(transaction: Transaction) -> None:
    """Place the order, as a command would."""
    uow = UnitOfWork(transaction, SCOPE, now=APP.state.clock.now(), correlation_id="c1", causation_id="c1")
    uow.save(ORDERS, Order(id=ORDER, **SCOPE.model_dump()), OrderPlaced(order_id=ORDER))
    transaction.absorb(uow.changes)


APP = build(
    Service(
        name="shop",
        title="Shop",
        topic=OrderPlaced.contract.topic,
        summary="Takes orders",
        routers=(),
        reactions=reactions,
        collections=[ORDERS],
    ),
    Settings(),
)


async def main() -> None:
    """Place an order, wait until both events have been published and handled, and write the outcome."""
    async with APP.router.lifespan_context(APP), asyncio.timeout(200):
        transactions = APP.state.transactions
        await transactions.run(place)
        await transactions.signal("sent").wait()
        row = await APP.state.database[ORDERS.name].find_one({"id": ORDER})
    modules = sorted(name for name in sys.modules if name.partition(".")[0] in {"shared", "services"})
    outcome = {"states": row["states"], "kit": shared.__file__, "modules": modules}
    sys.stdout.write(json.dumps(outcome) + "\n")


if __name__ == "__main__":
    asyncio.run(main())

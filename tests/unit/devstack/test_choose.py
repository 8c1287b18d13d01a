import pytest

from devstack.engines.choose import BROKERS, DATABASES, Choice, choose, no_less_than_kafka
from devstack.errors import DevstackError


def probes(**reasons):
    """Every engine runs unless a reason is given; asking one marked `never` fails the test."""

    def ask(engine):
        def probe():
            reason = reasons.get(engine)
            assert reason != "never", f"{engine} was asked needlessly"
            return reason

        return probe

    return {engine: ask(engine) for engine in (*BROKERS, *DATABASES)}


def test_given_address_wins_and_nothing_else_is_asked():
    asked = probes(docker="never", kafka="never", tansu="never")
    assert choose("broker", "auto", BROKERS, asked) == Choice("external", "given")


def test_docker_comes_before_the_jvm():
    asked = probes(external="no address", kafka="never", tansu="never")
    assert choose("broker", "auto", BROKERS, asked).engine == "docker"


def test_jvm_is_taken_without_docker_and_says_why():
    asked = probes(external="no address", docker="no Docker engine answers", tansu="never")
    choice = choose("broker", "auto", BROKERS, asked)
    assert choice == Choice("kafka", "not docker: no Docker engine answers")


def test_tansu_is_the_last_resort_and_names_each_reason():
    asked = probes(external="no address", docker="no engine", kafka="no Java on the path")
    choice = choose("broker", "auto", BROKERS, asked)
    assert choice == Choice("tansu", "not docker: no engine; not kafka: no Java on the path")


def test_nothing_left_is_an_error_with_all_reasons():
    asked = probes(external="no address", docker="no engine", kafka="no Java", tansu="not installed")
    with pytest.raises(DevstackError, match=r"no engine.*no Java.*not installed"):
        choose("broker", "auto", BROKERS, asked)


def test_a_wish_is_granted_without_asking_others():
    asked = probes(external="never", docker="never", kafka="never")
    assert choose("broker", "tansu", BROKERS, asked) == Choice("tansu", "asked for")


def test_a_wish_that_cannot_be_granted_is_not_replaced():
    with pytest.raises(DevstackError, match="broker kafka cannot be used: no Java"):
        choose("broker", "kafka", BROKERS, probes(kafka="no Java"))


def test_an_unknown_wish_is_named():
    with pytest.raises(DevstackError, match="'rabbit' is none of auto, docker"):
        choose("broker", "rabbit", BROKERS, probes())


def test_mongo_falls_back_to_the_wheel():
    asked = probes(external="no address", docker="the image is not there")
    assert choose("MongoDB", "auto", DATABASES, asked) == Choice(
        "mongod", "not docker: the image is not there"
    )


@pytest.mark.parametrize(
    ("wanted", "reasons", "comes_to"),
    [
        ("auto", {"external": "no address", "docker": "no engine"}, "kafka"),
        ("auto", {"external": "no address", "docker": "no engine", "kafka": "no Java"}, "auto"),
        ("auto", {"external": "no address"}, "auto"),
        ("auto", {"docker": "no engine"}, "auto"),
        ("tansu", {"external": "no address", "docker": "no engine"}, "tansu"),
    ],
)
def test_where_kafka_can_be_had_tests_do_with_nothing_less(wanted, reasons, comes_to):
    assert no_less_than_kafka(wanted, probes(**reasons)) == comes_to

"""The servers that tests break: each mode does what the tests that use it believe."""

import smtplib

import pytest

from tests.servers import HOST, RedisServer, SmtpSink, TcpProxy, reachable

LETTER = "Message-ID: <{}@damgha.test>\r\nSubject: a letter\r\n\r\nhello\r\n"


def send(port: int, number: int) -> None:
    with smtplib.SMTP(HOST, port, timeout=2) as connection:
        connection.sendmail("a@damgha.test", ["b@damgha.test"], LETTER.format(number))


def test_mail_sink_keeps_what_it_accepts_and_nothing_it_refuses(mail_sink: SmtpSink) -> None:
    send(mail_sink.port, 1)
    mail_sink.mode = "refuse"

    with pytest.raises(smtplib.SMTPDataError):
        send(mail_sink.port, 2)

    assert mail_sink.message_ids() == ["<1@damgha.test>"]


def test_mail_sink_that_drops_has_kept_the_letter(mail_sink: SmtpSink) -> None:
    mail_sink.mode = "drop"

    with pytest.raises((smtplib.SMTPException, OSError)):
        send(mail_sink.port, 1)

    assert mail_sink.message_ids() == ["<1@damgha.test>"]


def test_mail_sink_that_hangs_answers_nothing(mail_sink: SmtpSink) -> None:
    mail_sink.mode = "hang"

    with pytest.raises((smtplib.SMTPException, OSError)):
        send(mail_sink.port, 1)

    assert mail_sink.message_ids() == []


def test_proxy_passes_and_refuses(mail_sink: SmtpSink) -> None:
    with TcpProxy(mail_sink.port) as proxy:
        send(proxy.port, 1)
        proxy.mode = "refuse"

        with pytest.raises((smtplib.SMTPException, OSError)):
            send(proxy.port, 2)

    assert mail_sink.message_ids() == ["<1@damgha.test>"]


def test_redis_comes_back_on_its_port_after_a_kill(redis_server: RedisServer) -> None:
    redis_server.flush()
    redis_server.kill()
    gone = not reachable(redis_server.url)

    redis_server.start()

    assert gone
    redis_server.flush()

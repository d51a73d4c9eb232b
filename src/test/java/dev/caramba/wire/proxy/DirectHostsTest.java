package dev.caramba.wire.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DirectHostsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // entries | host | port | direct
                "''                      | api.example.org    | 443  | false",
                "''                      | localhost          | 443  | true",
                "''                      | LOCALHOST.         | 443  | true",
                "''                      | 127.0.0.1          | 80   | true",
                "''                      | 127.9.8.7          | 80   | true",
                "''                      | [::1]              | 80   | true",
                "''                      | 128.0.0.1          | 80   | false",
                "*                       | api.example.org    | 443  | true",
                "other, *                | 10.0.0.1           | 443  | true",
                "example.org             | example.org        | 443  | true",
                "example.org             | api.Example.ORG    | 443  | true",
                "Example.org.            | api.example.org    | 443  | true",
                "example.org             | notexample.org     | 443  | false",
                "example.org             | example.org.evil   | 443  | false",
                ".example.org            | api.example.org    | 443  | true",
                ".example.org            | example.org        | 443  | true",
                "*.example.org           | a.b.example.org    | 443  | true",
                "example.org:8443        | example.org        | 8443 | true",
                "example.org:8443        | example.org        | 443  | false",
                "a b,c                   | b                  | 443  | true",
                "a b,c                   | c                  | 443  | true",
                "10.1.2.3                | 10.1.2.3           | 443  | true",
                "10.1.2.3                | 10.1.2.4           | 443  | false",
                "10.1.2.3:80             | 10.1.2.3           | 80   | true",
                "10.1.2.3:80             | 10.1.2.3           | 443  | false",
                "10.0.0.0/8              | 10.200.3.4         | 443  | true",
                "10.0.0.0/8              | 11.0.0.1           | 443  | false",
                "192.168.4.0/23          | 192.168.5.255      | 443  | true",
                "192.168.4.0/23          | 192.168.6.0        | 443  | false",
                "0.0.0.0/0               | 8.8.8.8            | 443  | true",
                "0.0.0.0/0               | example.org        | 443  | false",
                "fd00::/8                | [fd12::1]          | 443  | true",
                "fd00::/8                | [fe80::1]          | 443  | false",
                "[fd12::1]:443           | [fd12::1]          | 443  | true",
                "fd12::1                 | [fd12:0:0::1]      | 443  | true",
                "10.0.0.0/x, b           | b                  | 443  | true",
                "my_service              | my_service         | 80   | true",
                "., *.                   | example.org        | 443  | false"
            })
    void are_those_of_no_proxy(String entries, String host, int port, boolean direct) {
        assertEquals(direct, new DirectHosts(entries).include(host, port));
    }
}

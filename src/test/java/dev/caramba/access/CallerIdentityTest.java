package dev.caramba.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caramba.generation.Caller;
import dev.caramba.generation.Grant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CallerIdentityTest {

    @Test
    void has_the_name_of_the_caller_a_role_and_the_grant() {
        var identity = CallerIdentity.of(new Caller("app", Grant.CALL));

        assertEquals("app", identity.getPrincipal().getName());
        assertEquals(Set.of("caller"), identity.getRoles());
        assertEquals(Grant.CALL, identity.<Grant>getAttribute("grant"));
        assertFalse(identity.isAnonymous());
    }

    @Test
    void whoever_may_operate_has_a_role_more() {
        assertEquals(
                Set.of("caller", "admin"),
                CallerIdentity.of(new Caller("boss", Grant.ALL)).getRoles());
    }

    @Test
    void whoever_needs_no_key_is_anonymous() {
        assertTrue(CallerIdentity.of(new Caller("anonymous", Grant.CALL)).isAnonymous());
    }

    @Test
    void becomes_the_same_caller_again() {
        var caller = new Caller("app", Grant.ALL);

        assertEquals(caller, CallerIdentity.callerOf(CallerIdentity.of(caller)));
    }
}

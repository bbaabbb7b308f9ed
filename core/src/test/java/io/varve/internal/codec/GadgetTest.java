package io.varve.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Deserialization makes objects of the state's own types and of no others: no class that the bytes name is as much as
 * looked for, be it one of the JDK's, one of a library's that is known to be of use to attackers, or one that is not there.
 */
class GadgetTest {

    private static final List<String> GADGETS = List.of(
            "java.lang.ProcessBuilder",
            "java.lang.Runtime",
            "java.beans.EventHandler",
            "java.net.URLClassLoader",
            "java.rmi.server.UnicastRemoteObject",
            "java.security.SignedObject",
            "java.util.PriorityQueue",
            "javax.management.BadAttributeValueExpException",
            "javax.naming.InitialContext",
            "javax.script.ScriptEngineManager",
            "javax.swing.UIDefaults",
            "com.sun.rowset.JdbcRowSetImpl",
            "com.sun.org.apache.xalan.internal.xsltc.trax.TemplatesImpl",
            "com.mchange.v2.c3p0.WrapperConnectionPoolDataSource",
            "com.zaxxer.hikari.HikariConfig",
            "org.apache.commons.beanutils.BeanComparator",
            "org.apache.commons.collections.functors.InvokerTransformer",
            "org.apache.commons.collections4.functors.InstantiateTransformer",
            "org.codehaus.groovy.runtime.MethodClosure",
            "org.h2.jdbcx.JdbcDataSource",
            "org.springframework.beans.factory.config.MethodInvokingFactoryBean",
            "org.springframework.context.support.ClassPathXmlApplicationContext",
            "ch.qos.logback.core.db.DriverManagerConnectionSource",
            "io.varve.internal.codec.GadgetRun$Trap",
            "[Lio.varve.internal.codec.GadgetRun$Trap;");

    @Test
    void noClassThatStoredBytesNameIsLookedFor() throws Exception {
        try (RecordingLoader loader = new RecordingLoader()) {
            Method run = loader.loadClass(GadgetRun.class.getName()).getDeclaredMethod("run", List.class);
            run.setAccessible(true);
            // What is looked for the first time that this code runs has nothing to do with the names.
            run.invoke(null, List.of("io.varve.internal.codec.Harmless"));
            loader.asked().clear();

            @SuppressWarnings("unchecked")
            Map<String, Integer> outcomes = (Map<String, Integer>) run.invoke(null, GADGETS);

            System.out.println("GadgetTest " + outcomes);
            assertThat(loader.asked()).doesNotContainAnyElementsOf(GADGETS);
            assertThat(System.getProperty("io.varve.trap")).isNull();
            assertThat(outcomes.keySet()).isSubsetOf("read", "CorruptDataException", "UnreadableSchemaException");
            assertThat(outcomes.get("UnreadableSchemaException")).isGreaterThan(GADGETS.size());
            assertThat(outcomes.get("CorruptDataException")).isGreaterThan(GADGETS.size());
        }
    }

    /** So that the test above is known to notice. */
    @Test
    void aClassThatIsLookedForByItsNameIsNoticed() throws Exception {
        try (RecordingLoader loader = new RecordingLoader()) {
            Class<?> kryo = loader.loadClass("com.esotericsoftware.kryo.kryo5.Kryo");
            Object open = kryo.getConstructor().newInstance();
            Class.forName("java.util.PriorityQueue", false, open.getClass().getClassLoader());

            assertThat(kryo.getClassLoader()).isSameAs(loader);
            assertThat(loader.asked()).containsAll(Set.of("java.util.PriorityQueue"));
        }
    }
}

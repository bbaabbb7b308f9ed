package io.varve.internal.codec.type;

import io.varve.Evolution;
import io.varve.Evolution.Change;
import io.varve.Evolution.ComputedComponent;
import io.varve.Evolution.ConvertedComponent;
import io.varve.Evolution.Formerly;
import io.varve.Evolution.Renamed;
import io.varve.Evolution.RenamedConstant;
import io.varve.Evolution.ReplacedEnum;
import io.varve.Evolution.ReplacedRecord;
import io.varve.Evolution.ReplacedType;
import io.varve.UnsupportedTypeException;
import io.varve.internal.codec.type.Evolutions.Conversion;
import io.varve.internal.codec.type.Evolutions.Rules;
import io.varve.internal.codec.type.TypeNode.Case;
import io.varve.internal.codec.type.TypeNode.Component;
import io.varve.internal.codec.type.TypeNode.EnumNode;
import io.varve.internal.codec.type.TypeNode.RecordNode;
import io.varve.internal.codec.type.TypeNode.SealedNode;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Checks evolutions against today's types. What is wrong is an {@link IllegalArgumentException} that says where. */
final class EvolutionCheck {

    private final TypeGraph graph;
    private final Map<Class<?>, Rules> rules = new LinkedHashMap<>();

    EvolutionCheck(TypeGraph graph) {
        this.graph = graph;
    }

    Map<Class<?>, Rules> check(List<Evolution> evolutions) {
        Map<Change, Conversion> conversions = new HashMap<>();
        // First all sources, since an evolution may also be of a type that only they lead to.
        for (Evolution evolution : evolutions) {
            for (Change change : evolution.changes()) {
                if (change instanceof ConvertedComponent converted) {
                    String what = "the conversion of " + evolution.type().getName() + "." + converted.component();
                    conversions.put(change, conversion(converted.source(), converted.function(), what));
                } else if (change instanceof ReplacedType replaced) {
                    String what = "the conversion to " + evolution.type().getName();
                    conversions.put(change, conversion(replaced.source(), replaced.function(), what));
                }
            }
        }
        for (Evolution evolution : evolutions) {
            Of of = new Of(evolution, uses(evolution.type()));
            if (rules.putIfAbsent(evolution.type(), of.rules) != null) {
                throw of.wrong("is given twice; put all that became of the type into one evolution");
            }
            evolution.changes().forEach(change -> of.add(change, conversions.get(change)));
        }
        graph.allTypes().forEach(type -> {
            if (type instanceof SealedNode node) {
                requireDistinctCases(node);
            }
        });
        return rules;
    }

    @SuppressWarnings("unchecked") // The source says what the function is given.
    private Conversion conversion(Type source, Function<?, ?> function, String what) {
        String name = source.getTypeName();
        try {
            TypeNode node = graph.include(source, what + " from " + name);
            return new Conversion(node, name, (Function<Object, @Nullable Object>) function);
        } catch (UnsupportedTypeException e) {
            throw new IllegalArgumentException(
                    "evolution: what a conversion begins with has to be a type that could be in a state; "
                            + e.getMessage(),
                    e);
        }
    }

    private List<TypeNode> uses(Class<?> type) {
        List<TypeNode> uses = graph.allTypes().stream()
                .filter(node -> Evolutions.rawOf(node) == type)
                .toList();
        if (uses.isEmpty()) {
            TreeSet<String> names = new TreeSet<>();
            graph.types().forEach(node -> {
                Class<?> raw = Evolutions.rawOf(node);
                if (raw != null) {
                    names.add(raw.getName());
                }
            });
            throw new IllegalArgumentException("evolution of " + type.getName() + ": the type is no part of "
                    + graph.rootName() + " and is kept by no rule of its own; these are: " + String.join(", ", names));
        }
        return uses;
    }

    /** A stored name that two cases answer to would be read as either. */
    private void requireDistinctCases(SealedNode sealed) {
        Map<String, Case> answers = new HashMap<>();
        sealed.cases().forEach(each -> answers.put(each.name(), each));
        for (Case each : sealed.cases()) {
            Rules ofCase = each.type() instanceof SealedNode ? null : rules.get(each.raw());
            if (ofCase == null) {
                continue;
            }
            List<String> names = new ArrayList<>(ofCase.formerNames);
            names.addAll(ofCase.replacedRecords.keySet());
            names.addAll(ofCase.replacedEnums.keySet());
            names.remove(each.name());
            for (String name : names) {
                requireOne(sealed, name, each.name(), answers.putIfAbsent(name, each));
            }
        }
        Rules ofSealed = rules.get(sealed.type());
        if (ofSealed != null) {
            List<String> names = new ArrayList<>(ofSealed.replacedRecords.keySet());
            names.addAll(ofSealed.replacedEnums.keySet());
            for (String name : names) {
                requireOne(sealed, name, "a function", answers.get(name));
            }
        }
    }

    private void requireOne(SealedNode sealed, String name, String one, @Nullable Case other) {
        if (other != null) {
            throw new IllegalArgumentException("evolution of " + sealed.type().getName() + " ("
                    + graph.pathOf(sealed) + "): what was stored as " + name + " would be read by " + one + " and as "
                    + other.name() + "; say it once");
        }
    }

    /** One evolution. */
    private final class Of {

        private final Evolution evolution;
        private final List<TypeNode> uses;
        private final Rules rules = new Rules();

        Of(Evolution evolution, List<TypeNode> uses) {
            this.evolution = evolution;
            this.uses = uses;
        }

        IllegalArgumentException wrong(String problem) {
            return new IllegalArgumentException(
                    "evolution of " + evolution.type().getName() + " (" + graph.pathOf(uses.get(0)) + "): " + problem);
        }

        void add(Change change, @Nullable Conversion conversion) {
            if (change instanceof Formerly formerly) {
                stored(formerly.name(), rules.formerNames.add(formerly.name()));
            } else if (change instanceof ReplacedRecord replaced) {
                stored(replaced.name(), rules.replacedRecords.put(replaced.name(), replaced.function()) == null);
            } else if (change instanceof ReplacedEnum replaced) {
                stored(replaced.name(), rules.replacedEnums.put(replaced.name(), replaced.function()) == null);
            } else if (change instanceof Renamed renamed) {
                component(renamed.today(), "renamed from '" + renamed.stored() + "'");
                if (renamed.stored().equals(renamed.today())) {
                    throw wrong("component '" + renamed.today() + "' is renamed to its own name");
                }
                once(
                        rules.renamed.put(renamed.stored(), renamed.today()) == null,
                        "component '" + renamed.stored() + "' is renamed");
            } else if (change instanceof RenamedConstant renamed) {
                constant(renamed);
            } else if (change instanceof ComputedComponent computed) {
                component(computed.component(), "computed");
                once(
                        rules.computed.put(computed.component(), computed.function()) == null,
                        "component '" + computed.component() + "' is computed");
            } else if (change instanceof ConvertedComponent converted && conversion != null) {
                component(converted.component(), "converted from " + conversion.sourceName());
                requireOther(conversion, converted.component());
                List<Conversion> others =
                        rules.components.computeIfAbsent(converted.component(), name -> new ArrayList<>());
                addOnce(others, conversion, "component '" + converted.component() + "' is converted");
            } else if (change instanceof ReplacedType && conversion != null) {
                if (uses.contains(conversion.source())) {
                    throw wrong("it is converted from itself");
                }
                addOnce(rules.replacedTypes, conversion, "it is converted");
            }
        }

        private void stored(String name, boolean isNew) {
            if (name.isBlank()) {
                throw wrong("a name that it had is blank");
            }
            // A record may have become a sealed type of the same name, but it was never another record of its own name.
            boolean sameKind = rules.formerNames.contains(name)
                    || evolution.type().isRecord() && rules.replacedRecords.containsKey(name);
            if (sameKind && name.equals(evolution.type().getName())) {
                throw wrong("'" + name + "' is its name today, not one that it had; what its components were is said by"
                        + " renamed, convert and computed");
            }
            boolean elsewhere = rules.formerNames.contains(name)
                    && (rules.replacedRecords.containsKey(name) || rules.replacedEnums.containsKey(name));
            once(
                    isNew
                            && !elsewhere
                            && !(rules.replacedRecords.containsKey(name) && rules.replacedEnums.containsKey(name)),
                    "what was stored as '" + name + "' is told of");
        }

        private void constant(RenamedConstant renamed) {
            EnumNode node = (EnumNode) uses.get(0);
            if (node.constants().containsKey(renamed.stored())) {
                throw wrong("'" + renamed.stored() + "' is one of today's constants, so it is read as itself");
            }
            once(
                    rules.constants.put(renamed.stored(), renamed.today()) == null,
                    "the constant '" + renamed.stored() + "' is renamed");
        }

        private void component(String name, String what) {
            List<Component> components = ((RecordNode) uses.get(0)).components();
            if (components.stream().noneMatch(each -> each.name().equals(name))) {
                throw wrong("component '" + name + "', which is " + what + ", is none of today's, which are: "
                        + String.join(
                                ", ", components.stream().map(Component::name).toList()));
            }
        }

        /** Data of today's type is never converted, so a conversion from it would never run. */
        private void requireOther(Conversion conversion, String component) {
            boolean same = uses.stream()
                    .flatMap(use -> ((RecordNode) use).components().stream())
                    .filter(each -> each.name().equals(component))
                    .allMatch(each -> isSame(each.type(), conversion.source()));
            if (same) {
                throw wrong("component '" + component + "' is converted from " + conversion.sourceName()
                        + ", which is its type today");
            }
        }

        private void addOnce(List<Conversion> others, Conversion conversion, String what) {
            once(
                    others.stream().noneMatch(other -> isSame(other.source(), conversion.source())),
                    what + " from " + conversion.sourceName());
            others.add(conversion);
        }

        private void once(boolean isNew, String what) {
            if (!isNew) {
                throw wrong(what + " twice");
            }
        }

        private static boolean isSame(TypeNode type, TypeNode other) {
            return type == other || TypeSchemas.describe(type).equals(TypeSchemas.describe(other));
        }
    }
}

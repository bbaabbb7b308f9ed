/**
 * JSON as immutable values that a state can hold: {@link io.varve.application.json.JsonValue} and its six cases. To read
 * text, or to come from and go to a library's own values, start at {@link io.varve.application.json.JacksonJson}.
 */
@NullMarked
package io.varve.application.json;

import org.jspecify.annotations.NullMarked;

/**
 * What a machine does to an application: disks fill up, folders disappear, handles run out. {@link
 * io.varve.environment.EnvironmentTest} says what a user reads then; {@link io.varve.environment.EnvironmentChild} is the
 * application, in a process whose limits and mounts are its own.
 */
@NullMarked
package io.varve.environment;

import org.jspecify.annotations.NullMarked;

/** Sizes of the estate that no plan states. */
export interface EstateSettings {
  /** Instances that serve in the primary Region. */
  readonly primaryCapacity: number;
  /** Instances that rest in the standby Region, where nobody asks them anything. */
  readonly standbyCapacity: number;
  /** Half of the primary's capacity carries the default customers; a lone standby instance does not [est]. */
  readonly writesPerSecondPerInstance: number;
}

export const DEFAULT_ESTATE: EstateSettings = {
  primaryCapacity: 6,
  standbyCapacity: 1,
  writesPerSecondPerInstance: 17,
};

import { computed, onBeforeUnmount, onMounted, reactive, ref } from "vue";
import { fromHash, type Place, toAnchor } from "../../../src/timeline/place.js";
import type { Fault } from "../../../src/timeline/recording.js";

/** How long a step is shown while the timeline plays. */
const stepMs = 3500;

/** The place of the reader, in the address too, and what moves it. Nothing moves until the reader asks for it. */
export function useTimeline(faults: readonly Fault[]) {
  const place = reactive<Place>({ fault: 0, step: 0 });
  const isPlaying = ref(false);
  // Empty until the reader moves, so that a screen reader does not read it with the page.
  const announcement = ref("");
  let timer: ReturnType<typeof setInterval> | undefined;

  const steps = computed(() => faults[place.fault]?.steps ?? []);
  const isLast = computed(() => place.step === steps.value.length - 1);

  function pause(): void {
    clearInterval(timer);
    isPlaying.value = false;
  }

  function move(next: Place): void {
    Object.assign(place, next);
    const fault = faults[place.fault];
    const step = steps.value[place.step];
    if (fault === undefined || step === undefined) return;
    announcement.value = `Step ${place.step + 1} of ${steps.value.length}: ${step.title}`;
    // Not a new entry of the history: Back leaves the page.
    history.replaceState(history.state, "", `#${toAnchor(fault, place.step)}`);
  }

  function goTo(next: Place): void {
    pause();
    move(next);
  }

  function play(): void {
    if (isLast.value) move({ ...place, step: 0 });
    isPlaying.value = true;
    timer = setInterval(() => {
      move({ ...place, step: place.step + 1 });
      if (isLast.value) pause();
    }, stepMs);
  }

  function followHash(): void {
    const found = fromHash(location.hash, faults);
    if (found === undefined) return;
    pause();
    Object.assign(place, found);
  }
  onMounted(() => {
    followHash();
    addEventListener("hashchange", followHash);
  });
  onBeforeUnmount(() => {
    pause();
    removeEventListener("hashchange", followHash);
  });

  return {
    place,
    isPlaying,
    isLast,
    announcement,
    chooseFault: (fault: number) => goTo({ fault, step: 0 }),
    chooseStep: (step: number) => goTo({ ...place, step }),
    stepBy: (change: 1 | -1) => {
      const step = place.step + change;
      if (step >= 0 && step < steps.value.length) goTo({ ...place, step });
    },
    togglePlay: () => (isPlaying.value ? pause() : play()),
  };
}

export type Timeline = ReturnType<typeof useTimeline>;

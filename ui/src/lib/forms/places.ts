import type { Queries } from '$lib/api/generated';
import { regionName } from '$lib/i18n';
import type { Choice } from '$lib/ui/Combobox.svelte';

type Known = Queries['setting.choices']['view'];

/** Countries by their names in the reader's language; the code beside each finds it too. */
export const countryChoices = (codes: readonly string[]): Choice[] => codes.map((id) => ({ id, title: regionName(id), detail: id }));

/** The States of India, by the code that a GSTIN begins with. */
export const stateChoices = (states: Known['states']): Choice[] => states.map((state) => ({ id: state.code, title: state.name, detail: state.code }));

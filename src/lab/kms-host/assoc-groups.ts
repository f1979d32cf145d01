// Association groups: numbers that connections of one client share; a group lives as long as a connection in it (MS-RPCE 3.3.1.4.3).

export type AssocGroups = {
  /** Joins the group, or makes a new one for 0. Undefined where the asked-for group does not live. */
  readonly join: (assocGroupId: number) => number | undefined;
  readonly leave: (assocGroupId: number) => void;
  readonly size: () => number;
};

const FIRST_ID = 0x1000;

export function createAssocGroups(): AssocGroups {
  const members = new Map<number, number>();
  let nextId = FIRST_ID;
  const takeFreeId = (): number => {
    while (members.has(nextId)) nextId = increment(nextId);
    const id = nextId;
    nextId = increment(nextId);
    return id;
  };
  return {
    join: (asked) => {
      if (asked !== 0 && !members.has(asked)) return undefined;
      const id = asked === 0 ? takeFreeId() : asked;
      members.set(id, (members.get(id) ?? 0) + 1);
      return id;
    },
    leave: (id) => {
      const left = (members.get(id) ?? 1) - 1;
      if (left === 0) members.delete(id);
      else members.set(id, left);
    },
    size: () => members.size,
  };
}

const increment = (id: number): number => (id === 0xffff_ffff ? FIRST_ID : id + 1);

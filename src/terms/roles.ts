/** Roles of staff, most powerful first. What each may do stands in `company/permissions.ts`. */
export const roles = ['administrator', 'manager', 'sales', 'marketing', 'service', 'steward', 'viewer'] as const
export type Role = (typeof roles)[number]
